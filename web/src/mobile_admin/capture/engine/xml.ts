/**
 * The one way for XML to reach the browser's parser under Trusted Types. The build puts `asXml`
 * into the engine (web/tools/xforms.ts) where it parses forms, answers and lists; nothing else has
 * the policy. What comes out is read, and never put into our page.
 */
interface Policy {
  createHTML(text: string): unknown
}
interface Factory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): Policy
}

const STARTS_A_DOCUMENT = /^\s*(<\?xml\b|<!--|<[A-Za-z_][\w.-]*(:[\w.-]+)?[\s/>])/
const HTML = /^\s*<(html|script|iframe|img|svg)[\s>]/i

/** Raise TypeError where it is not an XML document: an HTML page, or a name with brackets. */
export function checked(text: string): string {
  if (!STARTS_A_DOCUMENT.test(text) || HTML.test(text)) throw new TypeError('not an XML document')
  return text
}

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
const policy = factory?.createPolicy('xforms', { createHTML: checked })

export function asXml(text: string): string {
  return policy ? (policy.createHTML(text) as string) : text
}
