import { describe, expect, it } from 'vitest'
import type { GroupNode, OpenRepeatNode, RootNode, SelectNode } from '../engine/node'
import { openForm } from '../engine/open'
import { choose, formOf, input, noMedia, REPEAT } from '../engine/small-form'
import { titleOf } from '../screen-view'
import { MOST_ON_A_SCREEN, questionsOf, screensOf } from './screens'
import { leavesOf, tallyOf } from './state'

async function opened(xml: string): Promise<RootNode> {
  return openForm({ xml, media: noMedia }, { how: 'new' })
}

const many = Array.from({ length: 45 }, (_, at) => ({ name: `q${at}`, body: input(`q${at}`) }))

describe('screens of a form', () => {
  it('hold no more questions than one can look over', async () => {
    const root = await opened(formOf(many))
    const screens = screensOf(root.currentState.children)
    expect(screens.map(screen => questionsOf(screen).length)).toEqual([15, 15, 15])
    expect(screens.map(({ part }) => part)).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ])
    expect(Math.max(...screens.map(screen => screen.lines.length))).toBeLessThanOrEqual(
      MOST_ON_A_SCREEN,
    )
  })

  it('follow the groups, and a small group inside is a heading', async () => {
    const body = `<group ref="/data/site"><label>대상</label>${input('site/a')}
      <group ref="/data/site/inner"><label>안</label>${input('site/inner/b')}</group></group>`
    const model = '<site><a/><inner><b/></inner></site>'
    const root = await opened(formOf([{ name: 'first', body: input('first') }], { model, body }))
    const screens = screensOf(root.currentState.children)
    expect(screens.map(({ around }) => around.map(g => g.currentState.label?.asString))).toEqual([
      [],
      ['대상'],
    ])
    const [, site] = screens
    expect(site?.lines.map(line => ('kind' in line ? 'heading' : line.nodeType))).toEqual([
      'input',
      'heading',
      'input',
    ])
  })

  it('show a table-list under its own name, without the head that nobody answers', async () => {
    const head = `<select1 ref="/data/t/reserved_name_for_field_list_labels_2" appearance="label">
      <label> </label><item><label>예</label><value>yes</value></item></select1>`
    const body = `<group ref="/data/t" appearance="field-list">
      <input ref="/data/t/generated_table_list_label_1"><label>청결</label></input>${head}
      ${input('t/floor')}</group>`
    const model =
      '<t><generated_table_list_label_1/><reserved_name_for_field_list_labels_2/><floor/></t>'
    const root = await opened(formOf([], { model, body }))
    const [screen, ...others] = screensOf(root.currentState.children)
    expect(others).toEqual([])
    const shown = screen ? questionsOf(screen).map(node => node.currentState.reference) : []
    expect(shown).toEqual(['/data/t/floor'])
    expect(screen?.around.map(titleOf)).toEqual(['청결'])
  })

  it('list the turns of a repeat and then each turn', async () => {
    const root = await opened(formOf([], REPEAT))
    const [repeat] = root.currentState.children as unknown as readonly [OpenRepeatNode]
    expect(screensOf(root.currentState.children)).toHaveLength(2)
    repeat.addInstances()
    const screens = screensOf(root.currentState.children)
    expect(screens.map(screen => screen.repeat !== undefined)).toEqual([true, false, false])
    expect(leavesOf(root.currentState.children)).toHaveLength(4)
  })

  it('come and go with what is relevant, and tell what is left', async () => {
    const body = `<group ref="/data/why"><label>이유</label>${input('why/text')}</group>`
    const root = await opened(
      formOf([{ name: 'met', bind: 'required="true()"', body: choose('met', ['yes', 'no']) }], {
        model: '<why><text/></why>',
        body,
      }).replace(
        '<bind nodeset="/data/met"',
        `<bind nodeset="/data/why" relevant="/data/met = 'no'"/><bind nodeset="/data/met"`,
      ),
    )
    const [met, why] = root.currentState.children as unknown as readonly [SelectNode, GroupNode]
    const [first] = screensOf(root.currentState.children)
    expect(why.currentState.relevant).toBe(false)
    expect(first && tallyOf(first)).toEqual({ asked: 1, answered: 0, missing: 1, wrong: 0 })
    met.selectValues(['no'])
    expect(screensOf(root.currentState.children)).toHaveLength(2)
    expect(first && tallyOf(first)).toEqual({ asked: 1, answered: 1, missing: 0, wrong: 0 })
  })
})
