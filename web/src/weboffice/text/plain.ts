/** A document as plain text, with the signs of its lists. */
import type { Node } from 'prosemirror-model'
import { isBreak } from '../pages/sections'

const SIGNS = ['□', '○', '-', '·'] as const

export function plainText(doc: Node): string {
  const lines: string[] = []
  const numbers = [0, 0, 0, 0]
  doc.forEach(block => {
    if (block.type.name === 'table') {
      block.forEach(row => {
        const cells: string[] = []
        row.forEach(cell => {
          cells.push(cell.textBetween(0, cell.content.size, ' ', leaf(' ')))
        })
        lines.push(cells.join('\t'))
      })
    } else
      lines.push(sign(block, numbers) + block.textBetween(0, block.content.size, '\n', leaf('\n')))
  })
  return lines.join('\n')
}

/** A picture is what it shows; another inline node is a break. */
const leaf = (pause: string) => (node: Node) => {
  if (node.type.name === 'picture') return `[${node.attrs.alt}]`
  if (isBreak(node)) return ''
  return node.type.name === 'inset' ? `[${node.attrs.text}]` : pause
}

function sign({ attrs: { form, level } }: Node, numbers: number[]): string {
  if (form !== 'outline' && form !== 'bullet' && form !== 'number') {
    numbers.fill(0)
    return ''
  }
  const depth = Math.min(Math.max(level, 1), SIGNS.length) - 1
  if (form === 'number') {
    numbers[depth] = (numbers[depth] ?? 0) + 1
    numbers.fill(0, depth + 1)
  }
  const counted = form === 'number' ? `${numbers[depth]}.` : '•'
  return `${'  '.repeat(depth)}${form === 'outline' ? SIGNS[depth] : counted} `
}
