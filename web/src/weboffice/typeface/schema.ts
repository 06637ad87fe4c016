/** Font, size and space as marks of letters. Their styles are set by the view, which the policy allows. */
import type { MarkSpec } from 'prosemirror-model'
import { trackingOf } from '../spacing/bounds'
import { familyOf, lengthOf, nameOf, sizeOf } from './faces'
import { want } from './served'

export const typefaceMarks: Record<'font' | 'size' | 'tracking', MarkSpec> = {
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
  // Within the size, whose percent it is.
  tracking: {
    attrs: { percent: {} },
    parseDOM: [
      {
        tag: 'span[data-tracking]',
        getAttrs: dom => {
          const percent = trackingOf(dom.dataset.tracking)
          return percent === null ? false : { percent }
        },
      },
    ],
    toDOM: ({ attrs }) => {
      const percent = trackingOf(attrs.percent) ?? 0
      const style = `letter-spacing: ${percent / 100}em`
      return ['span', { 'data-tracking': String(percent), style }, 0]
    },
  },
}
