import { describe, expect, it } from 'vitest'
import type { ChildNode, InputNode, SelectNode } from './node'
import { FormBroken, fileOf, openForm } from './open'
import { choose, formOf, input, noMedia } from './small-form'

const FORM = formOf([
  { name: 'owner', bind: 'required="true()"', body: input('owner', '영업자') },
  { name: 'kind', body: choose('kind', ['식당', '제과점']) },
  { name: 'seats', type: 'int', bind: `relevant="/data/kind = '식당'"`, body: input('seats') },
])

function nodeOf<T>(children: readonly ChildNode[], name: string): T {
  const found = children.find(each => each.currentState.reference.endsWith(`/${name}`))
  if (!found) throw new Error(name)
  return found as T
}

describe('a form in the engine', () => {
  it('follows answers: what depends on one appears with it', async () => {
    const root = await openForm({ xml: FORM, media: noMedia }, { how: 'new' })
    const { children } = root.currentState
    const seats = nodeOf<InputNode>(children, 'seats')
    expect(seats.currentState.relevant).toBe(false)
    nodeOf<SelectNode>(children, 'kind').selectValues(['식당'])
    expect(seats.currentState.relevant).toBe(true)
    expect(nodeOf<InputNode>(children, 'owner').validationState.violation?.condition).toBe(
      'required',
    )
  })

  it('goes on where a draft was left', async () => {
    const first = await openForm({ xml: FORM, media: noMedia }, { how: 'new' })
    nodeOf<InputNode>(first.currentState.children, 'owner').setValue('김하늘')
    const xml = first.instanceState.instanceXML
    const answers = { xml, files: [] }
    const again = await openForm({ xml: FORM, media: noMedia }, { how: 'go on', answers })
    const owner = nodeOf<InputNode>(again.currentState.children, 'owner')
    expect(owner.currentState.instanceValue).toBe('김하늘')
    expect(again.instanceState.instanceXML).toBe(xml)
  })

  it('[FS7] says which sheet it corrects, also when its draft goes on', async () => {
    const first = await openForm({ xml: FORM, media: noMedia }, { how: 'new' })
    const xml = first.instanceState.instanceXML
    const id = /instanceID>(uuid:[^<]+)/.exec(xml)?.[1] ?? 'none'
    const answers = { xml, files: [] }
    const next = await openForm({ xml: FORM, media: noMedia }, { how: 'correct', answers })
    const written = next.instanceState.instanceXML
    expect(written).toContain(`deprecatedID>${id}<`)
    expect(written).not.toContain(`instanceID>${id}<`)
    const left = { xml: written, files: [] }
    const on = await openForm({ xml: FORM, media: noMedia }, { how: 'go on', answers: left })
    expect(on.instanceState.instanceXML).toBe(written)
  })

  it('is refused with the reason where an expression is wrong', async () => {
    const wrong = formOf([{ name: 'a', bind: 'relevant="1 +* 2"', body: input('a') }])
    const opening = openForm({ xml: wrong, media: noMedia }, { how: 'new' })
    await expect(opening).rejects.toBeInstanceOf(FormBroken)
    await expect(opening).rejects.toThrow('1 +* 2')
  })

  it('names files as they were uploaded, whatever Hangul was made of', () => {
    expect(fileOf('jr://file-csv/%E1%84%80%E1%85%A1.csv')).toBe('가.csv')
  })
})
