import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import { schema } from '../text/schema'
import { addressBefore, addressOf, linkAt, removeLink, setLink } from './model'

const mark = (href: string) => schema.mark('link', { href })
const bold = schema.mark('bold')

function page(...inline: Node[]): Node {
  return schema.node('doc', null, [schema.node('paragraph', null, inline)])
}

function at(doc: Node, from: number, to = from): EditorState {
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to) })
}

/** What stands in the line: linked pieces with their address. */
function shown({ doc }: EditorState): string[] {
  const found: string[] = []
  doc.firstChild?.forEach(node => {
    const href = node.marks.find(one => one.type.name === 'link')?.attrs.href
    found.push(href ? `${node.text}→${href}` : (node.text ?? ''))
  })
  return found
}

function done(state: EditorState, command: ReturnType<typeof setLink>): EditorState {
  let next = state
  command(state, tr => {
    next = state.apply(tr)
  })
  return next
}

describe('[ED15] what somebody types is taken as the address they mean', () => {
  test.each([
    ['www.hanbit.go.kr', 'https://www.hanbit.go.kr'],
    [' https://a.kr/x?y=1 ', 'https://a.kr/x?y=1'],
    ['kim@hanbit.go.kr', 'mailto:kim@hanbit.go.kr'],
    ['portal:8080/한글', 'https://portal:8080/한글'],
    ['/office/d/abc', '/office/d/abc'],
  ])('%s', (said, meant) => expect(addressOf(said)).toBe(meant))

  test.each([
    '',
    '  ',
    'javascript:alert(1)',
    'javascript:1',
    'data:1',
    'data:text/html,x',
    'file:///etc',
    'a b',
    'vbscript:x',
  ])('%j leads nowhere', said => expect(addressOf(said)).toBeNull())
})

describe('[ED15] the link at the caret is the one that is changed', () => {
  const doc = page(
    schema.text('보기 '),
    schema.text('누리', [mark('https://a.kr')]),
    schema.text('집', [mark('https://a.kr'), bold]),
    schema.text(' 끝'),
  )

  test('it is all of it, whatever other marks its words have', () => {
    expect(linkAt(at(doc, 5))).toEqual({ from: 4, to: 7, href: 'https://a.kr' })
    expect(linkAt(at(doc, 7))).toEqual({ from: 4, to: 7, href: 'https://a.kr' })
    expect(linkAt(at(doc, 2))).toBeNull()
    expect(linkAt(at(doc, 5, 9))).toBeNull()
  })

  test('it gets another address, and keeps its words', () => {
    expect(shown(done(at(doc, 5), setLink('https://b.kr', '누리집')))).toEqual([
      '보기 ',
      '누리→https://b.kr',
      '집→https://b.kr',
      ' 끝',
    ])
  })

  test('its words can be written anew', () => {
    expect(shown(done(at(doc, 5), setLink('https://b.kr', '한빛부')))).toEqual([
      '보기 ',
      '한빛부→https://b.kr',
      ' 끝',
    ])
  })

  test('without anything chosen it is taken away as well', () => {
    expect(shown(done(at(doc, 5), removeLink))).toEqual(['보기 누리', '집', ' 끝'])
  })

  test('what is chosen becomes one; nothing chosen gets words', () => {
    expect(shown(done(at(doc, 1, 3), setLink('https://c.kr', '')))[0]).toBe('보기→https://c.kr')
    expect(shown(done(at(page(), 1), setLink('https://c.kr', '여기')))).toEqual([
      '여기→https://c.kr',
    ])
  })
})

describe('[ED15] an address before the caret', () => {
  test.each([
    ['자세히: https://hanbit.go.kr/a.', 'https://hanbit.go.kr/a', 22, 1],
    ['(www.hanbit.go.kr)', 'https://www.hanbit.go.kr', 16, 1],
  ])('%s', (text, href, length, after_) =>
    expect(addressBefore(text)).toEqual({ href, length, after: after_ }),
  )

  test.each(['ahttps://x.kr', 'https://', '그냥 글', 'www.'])('%j is none', text =>
    expect(addressBefore(text)).toBeNull(),
  )
})
