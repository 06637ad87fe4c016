import { describe, expect, it } from 'vitest'
import { messages, pictureMessages } from './clipboard'

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
