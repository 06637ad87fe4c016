import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { inFields } from './band-fields'
import { shown } from './bands'
import { paperCss } from './paper'
import { type PageSettings, PageSetup, readSettings, USUAL, writeSettings } from './settings'

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

const told = { title: '계획', today: '2030. 1. 7.' }
const below = (settings: Partial<PageSettings>, page: number) =>
  shown({ ...USUAL, ...settings }, 'bottom', { ...told, page, pages: 5, isFirst: page === 1 })

test('[TX12] a page is numbered as it is set, the first one not where it differs', () => {
  expect(below({}, 2).center).toBe('- 2 -')
  expect(below({ numbers: 'of' }, 2).center).toBe('2 / 5')
  expect(below({ first: true }, 1).center).toBe('')
  expect(below({ numbers: 'none' }, 2).center).toBe('')
  expect(below({ footerCenter: '제 {page} 쪽' }, 2).center).toBe('제 2 쪽')
})

test('[PG4] fields say what a page, a day and a document are, in the figures that were set', () => {
  expect(below({ footerRight: '{title} {date} {pages}' }, 2).right).toBe('계획 2030. 1. 7. 5')
  expect(below({ figures: 'roman' }, 4).center).toBe('- iv -')
  expect(below({ figures: 'capital' }, 9).center).toBe('- IX -')
  expect(below({ figures: 'hangul' }, 3).center).toBe('- 다 -')
  expect(below({ figures: 'hangul' }, 15).center).toBe('- 가가 -')
  const first = { first: true, firstFooterLeft: '결재용', footer: '배포용' }
  expect([below(first, 1).left, below(first, 2).left]).toEqual(['결재용', '배포용'])
  const css = paperCss([{ ...USUAL, figures: 'hangul', footerRight: '{title}' }], told)
  expect(css).toContain('@bottom-center { content: "- " counter(page, syllables) " -"')
  expect(css).toContain('@bottom-right { content: "계획"')
})

test('[PG4] a field is the same whichever language it is written in', () => {
  expect(inFields('제 {쪽 번호} 쪽 / {Number of pages} {x}')).toBe('제 {page} 쪽 / {pages} {x}')
})

test('[TX12] what is written in a header stays text for the printer', () => {
  const css = paperCss([{ ...USUAL, header: '"; } body { display: none } \\ <b>\n가' }], told)
  expect(css).toContain(
    'content: "\\22 ; \\7d  body \\7b  display: none \\7d  \\5c  \\3c b\\3e \\a 가"',
  )
  const sheet = new CSSStyleSheet()
  sheet.replaceSync?.(css)
  expect(paperCss([USUAL], told)).toContain('margin: 22mm 22mm 28mm 22mm')
})
