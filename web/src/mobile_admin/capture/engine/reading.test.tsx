import { act, render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { InputNode } from './node'
import { openForm } from './open'
import { useReading } from './reading'
import { formOf, input, noMedia } from './small-form'

const drawn: Record<string, number> = {}

function Shown({ node, name }: { readonly node: InputNode; readonly name: string }) {
  drawn[name] = (drawn[name] ?? 0) + 1
  return <p>{`${name}: ${useReading(() => node.currentState.instanceValue)}`}</p>
}

it('draws again only what reads the answer that changed', async () => {
  const xml = formOf([
    { name: 'one', body: input('one') },
    { name: 'two', body: input('two') },
  ])
  const root = await openForm({ xml, media: noMedia }, { how: 'new' })
  const [one, two] = root.currentState.children as unknown as readonly [InputNode, InputNode]
  render(
    <>
      <Shown node={one} name="one" />
      <Shown node={two} name="two" />
    </>,
  )
  const before = { ...drawn }
  act(() => {
    one.setValue('가')
  })
  expect(screen.getByText('one: 가')).toBeDefined()
  expect(drawn.one).toBe((before.one ?? 0) + 1)
  expect(drawn.two).toBe(before.two)
})
