/** Reads what is pasted: tidied first, unless it was copied from an editor of ours. */
import { DOMParser, type ParseOptions, type Schema, type Slice } from 'prosemirror-model'
import { say } from '@/kernel/i18n'
import { toast } from '@/kit/toast'
import { tidy } from './tidy'
import { words } from './words'

export class TidyParser extends DOMParser {
  constructor(schema: Schema) {
    super(schema, DOMParser.fromSchema(schema).rules)
  }

  override parseSlice(dom: globalThis.Node, options?: ParseOptions): Slice {
    if (!(dom instanceof Element) || dom.querySelector('[data-pm-slice]')) {
      return super.parseSlice(dom, options)
    }
    const { body, isCut } = tidy(dom)
    if (isCut) toast(say(words)('cut'))
    return super.parseSlice(body, { ...options, preserveWhitespace: true })
  }
}
