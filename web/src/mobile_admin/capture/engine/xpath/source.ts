/** An expression's text, read from left to right; white space before a token is passed over. */
export interface Node {
  readonly type: string
  readonly text: string
  readonly children: readonly Node[]
}

const SPACE = /[ \t\r\n]*/y
// Names of XML without a colon: https://www.w3.org/TR/xml-names/#NT-NCName
const FIRST =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}'
export const NAME = new RegExp(`[${FIRST}][${FIRST}.0-9\\xB7\\u0300-\\u036F\\u203F\\u2040-]*`, 'uy')

export class Source {
  at = 0

  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Where the next token begins. */
  next(): number {
    SPACE.lastIndex = this.at
    SPACE.test(this.text)
    return SPACE.lastIndex
  }

  /** The token, passed; null where it does not stand here. `pattern` is sticky. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.next()
    const [token] = pattern.exec(this.text) ?? []
    if (token === undefined) return null
    this.at = pattern.lastIndex
    return token
  }

  takes(mark: string): boolean {
    const begins = this.next()
    if (!this.text.startsWith(mark, begins)) return false
    this.at = begins + mark.length
    return true
  }

  must(mark: string): void {
    if (!this.takes(mark)) this.fail()
  }

  /** What stands between `from` and what was passed last. */
  node(type: string, from: number, children: readonly Node[] = []): Node {
    return { type, text: this.text.slice(from, this.at), children }
  }

  fail(): never {
    throw new Error(`Expression has syntax error: ${this.text}`)
  }
}
