/** Line spacing as an attribute of a line. Its style is set by the view, which the policy allows. */
import { leadingOf } from './bounds'

export function leadingIn(dom: HTMLElement): number | null {
  return leadingOf(dom.dataset.leading)
}

export function leadingAttrs(said: unknown): Record<string, string> {
  const leading = leadingOf(said)
  if (leading === null) return {}
  return { 'data-leading': String(leading), style: `line-height: ${leading / 100}` }
}
