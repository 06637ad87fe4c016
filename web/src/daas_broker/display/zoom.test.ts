import { afterEach, expect, it, vi } from 'vitest'
import { Zoom } from './zoom'

afterEach(() => vi.unstubAllGlobals())

it('[DV14] leaves the stage nowhere empty, also when that becomes another', () => {
  let changed = () => undefined as unknown
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(heard: () => void) {
        changed = heard
      }
      observe() {}
      disconnect() {}
    },
  )
  const size = { clientWidth: 380, clientHeight: 620 }
  const stage = { ...size, getBoundingClientRect: () => ({ left: 0, top: 0 }) }
  const picture = document.createElement('canvas')
  const zoom = new Zoom(stage as unknown as HTMLElement, picture)
  const stop = zoom.follow()
  zoom.by(2, 0, 0)
  zoom.move(-1000, -1000)
  expect(picture.style.transform).toBe('translate(-380px, -620px) scale(2)')
  Object.assign(stage, { clientHeight: 250 })
  changed()
  expect(picture.style.transform).toBe('translate(-380px, -250px) scale(2)')
  stop()
})
