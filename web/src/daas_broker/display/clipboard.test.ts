import { afterEach, describe, expect, it, vi } from 'vitest'
import { Channel } from './channel'
import { Clipboard, messages, pictureMessages } from './clipboard'
import { Order } from './order'
import { crossing, put } from './permit'

function joined(parts: readonly string[]): string {
  const data = parts.filter(part => part.startsWith('cwd,') || part.startsWith('cw,'))
  const bytes = data.flatMap(part => [...atob(part.slice(part.lastIndexOf(',') + 1))])
  return new TextDecoder().decode(Uint8Array.from(bytes, one => one.charCodeAt(0)))
}

describe('text for the desktop’s clipboard', () => {
  it('goes whole while it is short, and in parts that declare their size', () => {
    expect(messages('한글', 1)).toEqual(['cw,7ZWc6riA'])
    const long = '가나다 '.repeat(30_000)
    const parts = messages(long, 7)
    expect(parts[0]).toBe(`cws,7,${new TextEncoder().encode(long).length}`)
    expect(parts.at(-1)).toBe('cwe,7')
    expect(Math.max(...parts.map(part => part.length))).toBeLessThan(256 * 1024)
    expect(joined(parts)).toBe(long)
  })
})

describe('a picture for the desktop’s clipboard', () => {
  it('goes in parts that declare its type and size', () => {
    expect(pictureMessages(new Uint8Array([1, 2, 3]), 4)).toEqual([
      'cbs,4,image/png,3',
      'cbd,4,AQID',
      'cbe,4',
    ])
    expect(pictureMessages(new Uint8Array(300_000), 5)).toHaveLength(6)
  })
})

const CONTROL = 65507

function desk(held: readonly number[]) {
  const field = document.createElement('textarea')
  const said: string[] = []
  const send = (message: string) => void said.push(message)
  const channel = new Channel(send)
  const order = new Order()
  const inOrder = (act: () => Promise<void>) => order.do(act)
  const board = new Clipboard(field, { send, inOrder }, channel, () => held)
  board.attach()
  return {
    board,
    said,
    press: (key: string) => order.do(() => send(key)),
    arrived: () => channel.deliver({ type: put.type }),
    refused() {
      const heard = { type: crossing.type, verdict: 'refused', way: 'in' }
      channel.deliver(heard)
    },
    paste(text: string, types: readonly string[] = [], files: readonly File[] = []) {
      const event = new Event('paste')
      Object.assign(event, { clipboardData: { getData: () => text, types, files } })
      field.dispatchEvent(event)
    },
  }
}

afterEach(() => void vi.useRealTimers())

describe('[DV12] Ctrl+V of what lies on the reader’s machine', () => {
  it('is pressed once the text is there, and before what was typed meanwhile', async () => {
    const { said, paste, press, arrived } = desk([CONTROL])
    paste('한글')
    press('kd,97')
    expect(said).toEqual(messages('한글', 1))
    arrived()
    // Whoever still holds Control means Ctrl+A.
    const keys = ['kr', 'kd,65507', 'kd,118', 'ku,118', 'ku,65507', 'kd,65507', 'kd,97']
    await expect.poll(() => said.slice(1)).toEqual(keys)
  })

  it('leaves the program a fifth of a second to ask for the text', async () => {
    vi.useFakeTimers()
    const { said, paste, press, arrived } = desk([])
    paste('한글')
    press('kd,97')
    arrived()
    await vi.advanceTimersByTimeAsync(199)
    expect(said.at(-1)).toBe('ku,65507')
    await vi.advanceTimersByTimeAsync(1)
    expect(said.at(-1)).toBe('kd,97')
  })

  it('is not pressed where the text was refused, and what was typed goes in', async () => {
    const { said, paste, press, refused } = desk([])
    paste('900101-1234567')
    press('kd,97')
    refused()
    await expect.poll(() => said.slice(1)).toEqual(['kd,97'])
  })

  it('pastes nothing older where files lie there, and says what they are', () => {
    const { board, said, paste } = desk([])
    const kinds: string[] = []
    board.onUnable = kind => void kinds.push(kind)
    paste('', ['Files'], [new File(['x'], '보고서.hwpx')])
    paste('', ['text/rtf'])
    expect(kinds).toEqual(['files', 'other'])
    expect(said).toEqual([])
  })

  it('is the desktop’s own where nothing lies there', async () => {
    const { said, paste } = desk([])
    paste('')
    await expect.poll(() => said).toContain('kd,118')
  })

  it('comes as often as it was pressed', async () => {
    const { said, paste, arrived } = desk([])
    paste('하나')
    paste('둘')
    arrived()
    await expect.poll(() => said.filter(one => one.startsWith('cw,')).length).toBe(2)
    arrived()
    await expect.poll(() => said.filter(one => one === 'kd,118').length).toBe(2)
  })
})
