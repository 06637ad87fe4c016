/** Layers of the agency's map: what the server has, and what an administrator does with them. */
import { queryOptions } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'
import { sendBytes } from '@/kernel/sending'
import { squareBytes } from '../fetch'
import type { Source } from '../squares'

export type MapLayer = components['schemas']['MapLayerBody']
export type MapLayers = components['schemas']['MapLayersBody']
export type LayerKind = MapLayer['kind']
export const KINDS: readonly LayerKind[] = [
  'roads',
  'buildings',
  'water',
  'green',
  'rail',
  'places',
]

export const mapKey = ['field', 'map'] as const
export const layers = queryOptions({
  queryKey: [...mapKey, 'layers'],
  queryFn: () => ask(api.GET('/api/field/map/layers')),
})
export const ground = queryOptions({
  queryKey: [...mapKey, 'ground'],
  queryFn: () => ask(api.GET('/api/field/map')),
})

export interface Wish {
  readonly kind: LayerKind
  readonly source: string
  readonly file: File
}

export async function addLayer({ kind, source, file }: Wish, tell: (share: number) => void) {
  const name = file.name.normalize('NFC').slice(-80)
  const query = new URLSearchParams({ kind, name, source: source.normalize('NFC') })
  const path = `/api/field/map/layers?${query}`
  await sendBytes<MapLayer>({ method: 'POST', path, data: file, tell })
  await queries.invalidateQueries({ queryKey: mapKey })
}

export async function removeLayer(layer_id: string): Promise<void> {
  await ask(api.DELETE('/api/field/map/layers/{layer_id}', { params: { path: { layer_id } } }))
  await queries.invalidateQueries({ queryKey: mapKey })
}

export function sourceOf(revision: string): Source {
  return cell => squareBytes(cell, revision)
}
