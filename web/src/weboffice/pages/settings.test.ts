import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { paperCss } from './paper'
import { numberOf, PageSetup, readSettings, USUAL, writeSettings } from './settings'

test('[TX12] two who set different things at once keep both', () => {
  const [one, other] = [new Y.Doc(), new Y.Doc()]
  writeSettings(one, { ...USUAL, header: '한빛부' })
  writeSettings(other, { ...USUAL, turned: true })
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
  const found = new PageSetup(one).settings.get()
  expect(found).toMatchObject({ header: '한빛부', turned: true })
  expect(new PageSetup(other).settings.get()).toEqual(found)
})

test('[TX12] whatever another client wrote is read within bounds', () => {
  const map = new Y.Doc().getMap('page')
  map.set('top', 1e9)
  map.set('left', Number.NaN)
  map.set('header', { a: 1 })
  map.set('footer', '가'.repeat(10_000))
  map.set('numbers', 'roman')
  map.set('turned', 'yes')
  const found = readSettings(map)
  expect(found).toMatchObject({ top: 60, left: 22, header: '', numbers: 'dash', turned: false })
  expect(found.footer).toHaveLength(200)
})

test('[TX12] a page is numbered as it is set, the first one not where it stays bare', () => {
  expect(numberOf(USUAL, 2, 5)).toBe('- 2 -')
  expect(numberOf({ ...USUAL, numbers: 'of' }, 2, 5)).toBe('2 / 5')
  expect(numberOf({ ...USUAL, first: true }, 1, 5)).toBe('')
  expect(numberOf({ ...USUAL, numbers: 'none' }, 2, 5)).toBe('')
})

test('[TX12] what is written in a header stays text for the printer', () => {
  const css = paperCss({ ...USUAL, header: '"; } body { display: none } \\ <b>\n가' })
  expect(css).toContain(
    'content: "\\22 ; \\7d  body \\7b  display: none \\7d  \\5c  \\3c b\\3e \\a 가"',
  )
  const sheet = new CSSStyleSheet()
  sheet.replaceSync?.(css)
  expect(paperCss(USUAL)).toContain('margin: 22mm 22mm 28mm 22mm')
})
