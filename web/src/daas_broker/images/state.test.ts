import { describe, expect, it } from 'vitest'
import {
  actsOf,
  barsOf,
  behindOf,
  compare,
  type Image,
  type Package,
  reignOf,
  split,
  usualOf,
  type Version,
  wayOf,
} from './state'

const version: Version = {
  key: 'internet-111111111111',
  number: 2,
  stage: 'tried',
  stage_since: '2026-11-25T00:00:00Z',
  built_at: '2026-11-25T00:00:00Z',
  size_bytes: 1,
  released: false,
  changed: false,
  basis: 'unknown',
  share: 0,
  reason: '',
  trial: null,
  canary_since: null,
  stable_since: null,
  health: { boots: 0, failures: 0, seconds: null },
  desktops: 0,
  days: [],
  failures: [],
}
const image: Image = {
  name: 'internet',
  title: '인터넷',
  provider: 'podman',
  may_be_built: true,
  goes_back_to: null,
  builds_itself: false,
  versions: [version],
}
const holds = (name: string, at: string): Package => ({
  name,
  version: at,
  source: name,
  licences: [],
})

describe('what new desktops are made of', () => {
  const stable: Version = { ...version, number: 1, stage: 'stable' }
  const next: Version = { ...version, basis: 'next' }
  const of = (...versions: Version[]) => behindOf({ ...image, versions })
  it('is what is described now, or on its way', () => {
    expect(of({ ...stable, basis: 'next' })).toBeNull()
    expect(of(next, { ...stable, basis: 'other_release' })).toBeNull()
    expect(of(stable)).toBeNull()
  })
  it('was changed here, or is of another release', () => {
    expect(of({ ...stable, basis: 'changed' })?.kind).toBe('changed')
    expect(of({ ...version, basis: 'changed' }, { ...stable, basis: 'other_release' })).toEqual({
      kind: 'other_release',
      number: 1,
      next: 0,
    })
    const refused: Version = { ...next, stage: 'refused' }
    expect(of(refused, { ...stable, basis: 'other_release' })?.kind).toBe('held')
  })
})

describe('acts', () => {
  it('hurry no canary that fails or was seen too little', () => {
    const seen = (boots: number, failures: number): Version => ({
      ...version,
      stage: 'canary',
      health: { boots, failures, seconds: null },
    })
    expect(usualOf(version, 20)).toBe('canary')
    expect(usualOf(seen(20, 0), 20)).toBe('promote')
    expect(usualOf(seen(1, 0), 20)).toBeNull()
    expect(usualOf(seen(30, 1), 20)).toBeNull()
  })
  it('follow the stage, and the usual next one is first', () => {
    expect(actsOf(version, image)).toEqual(['canary', 'promote', 'try', 'remove'])
    expect(actsOf({ ...version, stage: 'canary' }, image)[0]).toBe('promote')
  })
  it('take nothing away that a desktop runs from', () => {
    expect(actsOf({ ...version, stage: 'stopped', desktops: 1 }, image)).toEqual(['try'])
  })
  it('go back only where there is a version to go back to', () => {
    const stable: Version = { ...version, stage: 'stable' }
    expect(actsOf(stable, image)).toEqual([])
    expect(actsOf(stable, { ...image, goes_back_to: 1 })).toEqual(['rollBack'])
  })
})

describe('the way of a version', () => {
  it('has a fifth step only once it was taken back', () => {
    expect(wayOf(version).map(([step]) => step)).not.toContain('back')
    expect(wayOf({ ...version, stage: 'stopped' }).at(-1)).toEqual(['back', 'failed'])
  })
  it('claims no trial for what was never tried', () => {
    expect(wayOf({ ...version, stage: 'stable' })[1]).toEqual(['trial', 'skipped'])
  })
  it('keeps that a share of desktops was made of it, and claims it of no other', () => {
    const given = { ...version, canary_since: version.stage_since }
    for (const stage of ['stable', 'former', 'stopped'] as const) {
      expect(wayOf({ ...given, stage })[2]).toEqual(['canary', 'done'])
      expect(wayOf({ ...version, stage })[2]).toEqual(['canary', 'skipped'])
    }
  })
})

it('who was everybody’s and was taken back says so, and from when until when', () => {
  const stopped: Version = { ...version, stage: 'stopped', stage_since: '2026-11-26T03:00:00Z' }
  const reigned = { ...stopped, stable_since: '2026-11-26T01:00:00Z' }
  expect(wayOf(stopped)[3]).toEqual(['rollout', 'skipped'])
  expect(wayOf(reigned)[3]).toEqual(['rollout', 'done'])
  expect(reignOf(stopped)).toBeNull()
  expect(reignOf(reigned)).toEqual({ from: '2026-11-26T01:00:00Z', until: stopped.stage_since })
  expect(reignOf({ ...reigned, stage: 'stable' })).toBeNull()
})

it('old versions that nobody uses stand apart from those one looks at', () => {
  const stages = ['built', 'refused', 'stable', 'former', 'former', 'built'] as const
  const versions = stages.map((stage, place) => ({ ...version, stage, key: `internet-${place}` }))
  const { shown, others } = split(versions)
  expect(shown.map(({ stage }) => stage)).toEqual(['built', 'stable', 'former'])
  expect(others).toHaveLength(3)
})

it('days without a desktop have a place among the bars', () => {
  const now = Date.parse('2026-11-26T03:00:00Z')
  const bars = barsOf([{ day: '2026-11-25T00:00:00+09:00', boots: 7, failures: 1 }], now)
  expect(bars).toHaveLength(14)
  expect(bars.at(-1)).toEqual({ day: '2026-11-26', boots: 0, failures: 0 })
  expect(bars.at(-2)).toEqual({ day: '2026-11-25', boots: 7, failures: 1 })
})

it('two versions are compared by package, and none is lost', () => {
  const lines = compare(
    [holds('bash', '2'), holds('zlib', '1'), holds('new', '1')],
    [holds('bash', '1'), holds('zlib', '1'), holds('old', '1')],
  )
  expect(lines.map(({ name, change, before }) => [name, change, before])).toEqual([
    ['bash', 'changed', '1'],
    ['new', 'added', null],
    ['old', 'gone', '1'],
    ['zlib', 'same', '1'],
  ])
})
