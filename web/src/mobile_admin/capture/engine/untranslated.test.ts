import { expect, it } from 'vitest'
import { formOf, input } from './small-form'
import { saidSomehow } from './untranslated'

const text = (id: string, said: string) => `<text id="${id}">${said}</text>`
const itext = (own: string, other: string) =>
  formOf([{ name: 'a', body: input('a') }]).replace(
    '</model>',
    `<itext><translation lang="한국어 (ko)" default="true()">${own}</translation>` +
      `<translation lang="English (en)">${other}</translation></itext></model>`,
  )

it("[FC7] says in the form's own language what another has no words for", () => {
  const own = text('a:label', '<value>바닥이 <output value="/data/a"/> 깨끗하다</value>')
  const picture = '<value form="image">jr://images/a.png</value>'
  const found = saidSomehow(itext(own, text('a:label', `${picture}<value>-</value>`)))
  const other = new DOMParser()
    .parseFromString(found, 'text/xml')
    .querySelector('translation:last-child')
  expect(other?.textContent).toBe('jr://images/a.png바닥이  깨끗하다')
  expect(other?.querySelector('output')?.getAttribute('value')).toBe('/data/a')
})

it('[FC7] leaves what is said, and a dash that is meant', () => {
  const both = itext(text('a:label', '<value>-</value>'), text('a:label', '<value>-</value>'))
  expect(saidSomehow(both).match(/<value>-<\/value>/g)).toHaveLength(2)
  const whole = itext(text('a:label', '<value>가</value>'), text('a:label', '<value>A</value>'))
  expect(saidSomehow(whole)).toBe(whole)
})
