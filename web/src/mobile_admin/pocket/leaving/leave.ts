/**
 * Signing out on this phone: what was only read goes, and what was not sent stays, sealed, until its
 * person is back. Without its key that can not be told apart, and is done at the next opening [FO13].
 */
import { leaveOwn, own } from '../own'
import { listRegistered, type Registered, register } from '../store/registry'
import { emptyWithout } from '../store/shelf'
import { leaveLater } from './later'
import { unsentWork } from './unsent'

/** Where none of these is, nothing was written here that the suite does not have. */
const WORK = ['op', 'parcel', 'draft', 'paper'] as const

/** Of how many visits something was not sent; null where the pocket is locked and cannot tell. */
export async function unsentOf(person: string): Promise<number | null> {
  const open = own.get()
  return open?.pocket.person === person ? (await unsentWork(open.shelf)).visits.size : null
}

export async function leavePhone(person: string): Promise<void> {
  await leaveLater(person).catch(() => undefined) // the person is told where the suite was not
  for (const pocket of await pocketsOf(person)) {
    // First: whatever happens to this page, it will be done. Without a share nothing here can be read.
    await register({ ...pocket, lease: null, isSignedOut: true })
    if (own.get()?.pocket.id === pocket.id) await leaveOwn()
    else await leaveLocked(pocket)
  }
}

async function leaveLocked({ id }: Registered): Promise<void> {
  const others = new BroadcastChannel(`onmaru-field-${id}`)
  others.postMessage('left')
  others.close()
  await emptyWithout(id, WORK)
}

async function pocketsOf(person: string): Promise<readonly Registered[]> {
  return (await listRegistered()).filter(pocket => pocket.person === person)
}
