import { describe, expect, it } from 'vitest'
import { Order } from './order'

function desk() {
  const order = new Order()
  const said: string[] = []
  const say = (word: string, fleeting?: string) =>
    order.do(() => {
      said.push(word)
      return undefined
    }, fleeting)
  return { order, said, say }
}

describe('what a person does', () => {
  it('goes out at once where nothing is under way', () => {
    const { said, say } = desk()
    say('kd,1')
    expect(said).toEqual(['kd,1'])
  })

  it('waits behind what takes its time, and keeps its order', async () => {
    const { order, said, say } = desk()
    const paste = Promise.withResolvers<void>()
    order.do(() => paste.promise.then(() => void said.push('pasted')))
    say('Enter')
    order.do(async () => void said.push('pasted again'))
    say('a')
    expect(said).toEqual([])
    paste.resolve()
    await expect.poll(() => said).toEqual(['pasted', 'Enter', 'pasted again', 'a'])
  })

  it('of moves that wait in a row only the last goes out', async () => {
    const { order, said, say } = desk()
    const paste = Promise.withResolvers<void>()
    order.do(() => paste.promise)
    for (const x of [1, 2, 3]) say(`m,${x},0,0,0`, 'move 0')
    say('m,3,0,1,0', 'move 1')
    say('m,3,0,0,0', 'move 0')
    paste.resolve()
    await expect.poll(() => said).toEqual(['m,3,0,0,0', 'm,3,0,1,0', 'm,3,0,0,0'])
  })

  it('goes on after something failed', async () => {
    const { order, said, say } = desk()
    const paste = Promise.withResolvers<void>()
    order.do(() => paste.promise.catch(() => undefined))
    say('a')
    paste.reject(new Error('the line'))
    await expect.poll(() => said).toEqual(['a'])
  })
})
