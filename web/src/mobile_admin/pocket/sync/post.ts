/** What a phone asks of the suite, in the suite's paths. */
import type { Desk } from '../store/opening'
import type { Dispatched, Post } from './engine'
import {
  ask,
  type OpenedPocket,
  type OwnHeldWorks,
  type ParcelProgress,
  type SentBackWorks,
} from './wire'

const BASE = '/api/field'
const LONG_MS = 120_000

export const desk: Desk = {
  make: (id, name, proof) =>
    ask<OpenedPocket>(`${BASE}/pockets`, { method: 'POST', body: { id, name, way: 'pin', proof } }),
  open: (id, way, proof) =>
    ask<OpenedPocket>(`${BASE}/pockets/${id}/openings`, {
      method: 'POST',
      body: { way, proof },
      patienceMs: 8_000, // who stands at a door without a line does not wait longer
    }),
  addPasskey: (id, pinProof, proof) =>
    ask<OpenedPocket>(`${BASE}/pockets/${id}/keys`, {
      method: 'PUT',
      body: { way: 'pin', proof: pinProof, other: { way: 'passkey', proof } },
    }),
}

export function postOf(pocket: string): Post {
  return {
    dispatch: operations =>
      ask<Dispatched>(`${BASE}/dispatches`, {
        method: 'POST',
        body: { pocket_id: pocket, operations },
        patienceMs: LONG_MS,
      }),
    announce: ({ submission_id, name, sha256, size, taken_at, place }) =>
      ask<ParcelProgress>(`${BASE}/parcels`, {
        method: 'POST',
        body: {
          pocket_id: pocket,
          submission_id,
          name,
          sha256,
          size_bytes: size,
          taken_at,
          place,
        },
      }),
    sentBack: () => ask<SentBackWorks>(`${BASE}/works/sent-back`),
    ownHeld: () => ask<OwnHeldWorks>(`${BASE}/works/own-held`),
    append: (parcel, offset, bytes) =>
      ask<ParcelProgress>(`${BASE}/parcels/${parcel}/bytes?offset=${offset}`, {
        method: 'POST',
        bytes,
        patienceMs: LONG_MS,
      }),
  }
}
