/** Font and size as marks of letters. Their styles are set by the view, which the policy allows. */
import type { MarkSpec } from 'prosemirror-model'
import { familyOf, lengthOf, nameOf, sizeOf } from './faces'
import { want } from './served'

export const typefaceMarks: Record<'font' | 'size', MarkSpec> = {
  font: {
    attrs: { name: {} },
    parseDOM: [
      {
        tag: 'span[data-font]',
        getAttrs: dom => {
          const name = nameOf(dom.dataset.font)
          return name === null ? false : { name }
        },
      },
    ],
    toDOM: ({ attrs }) => {
      const name = nameOf(attrs.name) ?? ''
      want(name)
      return ['span', { 'data-font': name, style: `font-family: ${familyOf(name)}` }, 0]
    },
  },
  size: {
    attrs: { pt: {} },
    parseDOM: [
      {
        tag: 'span[data-size]',
        getAttrs: dom => {
          const pt = sizeOf(dom.dataset.size)
          return pt === null ? false : { pt }
        },
      },
    ],
    toDOM: ({ attrs }) => {
      const pt = sizeOf(attrs.pt) ?? 12
      return ['span', { 'data-size': String(pt), style: `font-size: ${lengthOf(pt)}` }, 0]
    },
  },
}
