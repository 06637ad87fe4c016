import { expect, it } from 'vitest'
import type { InputNode, OpenRepeatNode } from '../engine/node'
import { openForm } from '../engine/open'
import { formOf, noMedia, REPEAT } from '../engine/small-form'
import { removeTurn } from './turns'

it('[FC5] a turn that was taken away comes back where it stood, with its answers', async () => {
  const root = await openForm({ xml: formOf([], REPEAT), media: noMedia }, { how: 'new' })
  const [repeat] = root.currentState.children as unknown as readonly [OpenRepeatNode]
  repeat.addInstances(0, 2)
  const names = () =>
    repeat.currentState.children.map(turn => turn.currentState.children[0]?.currentState.value)
  repeat.currentState.children.forEach((turn, at) => {
    const [name] = turn.currentState.children as unknown as readonly [InputNode]
    name.setValue(`냉장고 ${at + 1}`)
  })
  const [, second] = repeat.currentState.children
  if (!second) throw new Error('no second turn')
  const back = removeTurn(repeat, second)
  expect(names()).toEqual(['냉장고 1', '냉장고 3'])
  back()
  expect(names()).toEqual(['냉장고 1', '냉장고 2', '냉장고 3'])
})
