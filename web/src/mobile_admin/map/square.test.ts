import { describe, expect, it } from 'vitest'
import { cellOf, DETAIL, idOf, needed, OVERVIEW, shown } from './cells'
import { placedNames } from './names'
import { readSquare } from './square'
import { viewOf, zoomed } from './view'

const CITY = { lat: 37.5665, lon: 126.978 }

// Made by `python -m mobile_admin.tiles.box` of a park with a hole, and of two layers with a road each.
const TILE = Uint8Array.from(
  atob(
    [
      'GkIKCGdyZWVuL2wxEicSAgAAGAMiHwkI4CAa0gsAANoO0QsADwmuBMEFGvYCAADVA/UCAA8aBHJhbmsiAigC',
      'KIAgeAIaRgoOZ3JlZW4ubmFtZXMvbDESDxIEAAABARgBIgUJ8AWMKBoEbmFtZRoEcmFuayIOCgzshpTrsK3q',
      's7Xsm5AiAigCKIAgeAIaKwoIcm9hZHMvbDISEBICAAAYAiIICX/kKwq6FQAaBHJhbmsiAigAKIAgeAIaQwoO',
      'cm9hZHMubmFtZXMvbDISDxIEAAABARgBIgUJ3AnkKxoEbmFtZRoEcmFuayILCgnrp4jro6jroZwiAigAKIAg',
      'eAIaLAoIcm9hZHMvbDMSERICAAAYAiIJCawHui8KAIUWGgRyYW5rIgIoAiiAIHgCGkMKDnJvYWRzLm5hbWVz',
      'L2wzEg8SBAAAAQEYASIFCawHuCQaBG5hbWUaBHJhbmsiCwoJ64iE66as6ri4IgIoAiiAIHgC',
    ].join(''),
  ),
  letter => letter.charCodeAt(0),
)

describe('a square', () => {
  it('[MP2] is drawn as the server has cut it', () => {
    const { shapes, names } = readSquare(TILE)
    expect(shapes.map(({ kind, rank, isArea }) => [kind, rank, isArea])).toEqual([
      ['green', 2, true],
      ['roads', 0, false],
      ['roads', 2, false],
    ])
    expect(shapes[0]?.d.match(/M/g), 'a border and a hole').toHaveLength(2)
    expect(shapes[0]?.d.endsWith('Z')).toBe(true)
    expect(names.map(({ text }) => text).sort()).toEqual(['누리길', '마루로', '솔밭공원'])
  })

  it('[MP2] that is empty draws nothing', () => {
    expect(readSquare(new Uint8Array())).toEqual({ shapes: [], names: [] })
  })
})

describe('names', () => {
  const square = (texts: readonly string[]) => ({
    shapes: [],
    names: texts.map((text, at) => ({ kind: 'roads' as const, rank: at, text, x: 2000, y: 2000 })),
  })
  const [cell] = needed([CITY]).filter(({ level }) => level === DETAIL)
  const view = viewOf([CITY])

  it('never stand upon each other, and the important one stays', () => {
    if (!cell) throw new Error('no cell')
    const middle = { x: (cell.x + 0.49) / 2 ** DETAIL, y: (cell.y + 0.49) / 2 ** DETAIL }
    const found = placedNames(
      [{ cell, square: square(['큰길', '골목']) }],
      { ...view, ...middle },
      [],
    )
    expect(found.map(({ name }) => name.text)).toEqual(['큰길'])
    const taken = [{ x: 500, y: 500, w: 600, h: 600 }]
    expect(
      placedNames([{ cell, square: square(['큰길']) }], { ...view, ...middle }, taken),
    ).toEqual([])
  })
})

describe('squares', () => {
  it('[MP5] of a day are those around its places, on both levels, each once', () => {
    const cells = needed([CITY, CITY])
    expect(new Set(cells.map(idOf)).size).toBe(cells.length)
    expect(new Set(cells.map(({ level }) => level))).toEqual(new Set([OVERVIEW, DETAIL]))
    expect(cells.map(idOf).map(cellOf)).toEqual(cells)
  })

  it('that are shown are of the level that is looked at, and there is an end to them', () => {
    const view = viewOf([CITY])
    expect(new Set(shown(view, 2).map(({ level }) => level))).toEqual(new Set([DETAIL]))
    const far = zoomed(view, 1e-9)
    const rows = shown(far, 2).map(({ y }) => y)
    const south = Math.floor((far.y + far.span / 2) * 2 ** OVERVIEW)
    expect(Math.max(...rows), 'the farthest view is whole').toBe(south)
    expect(shown({ ...view, span: 0.9 }, 1)).toHaveLength(400)
  })
})
