/** A square as it is drawn: paths in its own units, and names with their places. */
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'

export const UNITS = 4096
/** As they lie upon each other. */
export const KINDS = ['green', 'water', 'buildings', 'rail', 'roads', 'places'] as const
export type Kind = (typeof KINDS)[number]

export interface Shape {
  readonly kind: Kind
  /** 0 is seen from farthest away. */
  readonly rank: number
  readonly isArea: boolean
  /** Of an SVG path. */
  readonly d: string
}

export interface Name {
  readonly kind: Kind
  readonly rank: number
  readonly text: string
  readonly x: number
  readonly y: number
}

export interface Square {
  readonly shapes: readonly Shape[]
  readonly names: readonly Name[]
}

type Layer = VectorTile['layers'][string]
type Feature = ReturnType<Layer['feature']>
const AREA = 3

/** Layers are called `kind/id`; kinds that are not known are left out: they may be of a later release. */
export function readSquare(bytes: Uint8Array): Square {
  const layers = Object.values(new VectorTile(new PbfReader(bytes)).layers)
  const features = (name: string): Feature[] =>
    layers.filter(layer => layer.name.split('/')[0] === name).flatMap(featuresOf)
  return {
    shapes: KINDS.flatMap(kind => features(kind).map(feature => shapeOf(kind, feature))),
    names: KINDS.flatMap(kind => features(`${kind}.names`).flatMap(each => nameOf(kind, each))),
  }
}

function featuresOf(layer: Layer): Feature[] {
  return Array.from({ length: layer.length }, (_, at) => layer.feature(at))
}

function shapeOf(kind: Kind, feature: Feature): Shape {
  const isArea = feature.type === AREA
  const d = feature
    .loadGeometry()
    .map(line => `M${line.map(({ x, y }) => `${x} ${y}`).join('L')}${isArea ? 'Z' : ''}`)
    .join('')
  return { kind, rank: rankOf(feature), isArea, d }
}

function nameOf(kind: Kind, feature: Feature): Name[] {
  const spot = feature.loadGeometry()[0]?.[0]
  const text = String(feature.properties.name ?? '')
  return spot && text ? [{ kind, rank: rankOf(feature), text, x: spot.x, y: spot.y }] : []
}

function rankOf(feature: Feature): number {
  return Number(feature.properties.rank ?? 2)
}
