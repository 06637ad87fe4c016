import { describe, expect, it } from 'vitest'
import { type Finger, Touch } from './touch'

const at = (x: number, y: number, id = 1): Finger => ({ id, x, y })

describe('fingers', () => {
  it('tap to click, and rest for the other button', () => {
    const touch = new Touch(() => false)
    touch.down(at(10, 10))
    expect(touch.move(at(13, 12))).toEqual([])
    expect(touch.up(at(13, 12))).toEqual([{ type: 'tap', x: 13, y: 12 }])
    touch.down(at(50, 50))
    expect(touch.rested()).toEqual([{ type: 'press', x: 50, y: 50 }])
    expect(touch.up(at(50, 50))).toEqual([])
  })

  it('drag from where they were put down', () => {
    const touch = new Touch(() => false)
    touch.down(at(10, 10))
    expect(touch.move(at(40, 10)).map(({ type }) => type)).toEqual(['grab', 'drag'])
    expect(touch.rested()).toEqual([])
    expect(touch.up(at(60, 10))).toEqual([{ type: 'drop', x: 60, y: 10 }])
  })

  it('scroll with two what is beneath them, and never click at the end of it', () => {
    const touch = new Touch(() => false)
    touch.down(at(10, 100))
    touch.down(at(60, 100, 2))
    touch.move(at(10, 80))
    expect(touch.move(at(60, 70, 2))).toEqual([
      { type: 'point', x: 35, y: 100 },
      { type: 'scroll', dx: 0, dy: -15 },
    ])
    expect(touch.move(at(60, 50, 2))).toEqual([{ type: 'scroll', dx: 0, dy: -10 }])
    expect(touch.up(at(60, 70, 2))).toEqual([])
    expect(touch.up(at(10, 80))).toEqual([])
  })

  it('enlarge with two that part, and move what is enlarged with one', () => {
    const touch = new Touch(() => true)
    touch.down(at(100, 100))
    touch.down(at(150, 100, 2))
    const [zoom] = touch.move(at(200, 100, 2))
    expect(zoom).toMatchObject({ type: 'zoom', by: 2 })
    touch.up(at(200, 100, 2))
    touch.up(at(100, 100))
    touch.down(at(10, 10))
    expect(touch.move(at(40, 30))).toEqual([{ type: 'pan', dx: 30, dy: 20 }])
  })
})
