import { describe, expect, it } from 'vitest'
import { pathFrom } from './elsewhere'
import { lift } from './lifting'
import { openForm } from './open'
import { rowsOf } from './rows'
import { formOf, input } from './small-form'

const select = (filter = '') =>
  `<select1 ref="/data/town"><label>곳</label><itemset nodeset="instance('towns')/root/item${filter}">` +
  `<value ref="name"/><label ref="label"/></itemset></select1>`
const csvOf = (count: number) =>
  `name,label,city\n${[...Array(count).keys()].map(n => `t${n},"곳, ${n}",c${n % 2}`).join('\n')}\n`
const TOWNS = '<instance id="towns" src="jr://file-csv/towns.csv"/>'

function form(body: string, bind = ''): string {
  const xml = formOf([
    { name: 'city', body: input('city') },
    { name: 'town', body },
    { name: 'said', bind },
  ])
  return xml.replace('</data></instance>', `</data></instance>${TOWNS}`)
}

const media = (count: number) => async (name: string) =>
  name === 'towns.csv' ? new Blob([csvOf(count)]) : null

describe('a long list', () => {
  it('is read as it was written, with commas, quotes and ends of lines in its cells', () => {
    expect(rowsOf('a.csv', 'a,b\n"x, ""y""",\n"1\n2",3\n')).toEqual([
      { a: 'x, "y"', b: '' },
      { a: '1\n2', b: '3' },
    ])
    const spots = '{"features":[{"id":7,"properties":{"title":"문"}}]}'
    expect(rowsOf('a.geojson', spots)).toEqual([{ id: '7', title: '문' }])
  })

  it('[MF8] is lifted out where columns say what was answered, and left where more is asked', async () => {
    const plain = await lift(form(select(' [city = /data/city]'.trim())), media(300))
    const list = plain.lists.get('/data/town')
    expect(list?.conditions).toEqual([{ column: 'city', path: '/data/city' }])
    expect(list?.rows).toHaveLength(300)
    expect(plain.xml).not.toContain('itemset')
    expect(plain.xml).not.toContain('towns.csv')
    for (const filter of ['[starts-with(label, /data/city)]', '[position() = 1]']) {
      expect((await lift(form(select(filter)), media(300))).lists.size).toBe(0)
    }
    expect((await lift(form(select()), media(20))).lists.size).toBe(0)
  })

  it('stays with the engine where an expression looks into it', async () => {
    const bind = `calculate="pulldata('towns', 'label', 'name', /data/town)"`
    const source = { xml: form(select(), bind), media: media(300) }
    expect((await lift(source.xml, source.media)).xml).toContain('towns.csv')
    const root = await openForm(source, { how: 'new' })
    const [, town, said] = root.currentState.children
    if (town?.nodeType !== 'input') throw new Error('no text')
    town.setValue('t7')
    expect(said?.currentState.instanceValue).toBe('곳, 7')
  })

  it('[MF8] is lifted out where its labels are named, whose rows are asked then', async () => {
    const bind = `calculate="concat(jr:choice-name( /data/town ,' /data/town '), '!')"`
    const source = { xml: form(select('[city = /data/city]'), bind), media: media(300) }
    const { xml, lists } = await lift(source.xml, source.media)
    expect([xml.includes('choice-name'), xml.includes('itemset'), lists.size]).toEqual([
      false,
      false,
      1,
    ])
    const root = await openForm(source, { how: 'new' })
    const [, town, said] = root.currentState.children
    if (town?.nodeType !== 'input') throw new Error('no text')
    town.setValue('t7')
    expect(said?.currentState.instanceValue).toBe('곳, 7!')
    const odd = `calculate="jr:choice-name(selected-at(/data/town, 0), '/data/town')"`
    expect((await lift(form(select(), odd), media(300))).lists.size).toBe(0)
  })

  it('[FO11] of which nothing lies here is said to be missing', async () => {
    const opening = openForm({ xml: form(select()), media: async () => null }, { how: 'new' })
    await expect(opening).rejects.toThrow(/towns/)
  })

  it('finds the answers that it depends on, in a turn its own', () => {
    expect(pathFrom('/data/town', '/data/city')).toBe('/data/city')
    expect(pathFrom('/data/shop[2]/town', '/data/shop/city')).toBe('/data/shop[2]/city')
    expect(pathFrom('/data/shop[2]/town', 'current()/../city')).toBe('/data/shop[2]/city')
    expect(pathFrom('/data/shop[2]/town', '/data/other/city')).toBe('/data/other/city')
  })
})
