import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { expressionParser } from '../src/mobile_admin/capture/engine/xpath/parser'
import type { Node } from '../src/mobile_admin/capture/engine/xpath/source'

const ENGINE = 'node_modules/@getodk/xforms-engine/dist/index.js'
const FORMS = `
1 | .5 | 5. | 1.2.3 | 1e5 | 1a | 'it"s' | "it's" | 'a''b' | "" | $v | a b | {a} | a#b | - | --1 | 1 2
/ | /data/a | //a | //a//b | / a / b | /.. | //. | //@a | /* | /data/ | /data// | // | /[1] | /+1 | a/.
. | .. | ./a | .//a | ..//a | .[1] | ... | .=1 | .. = 1 | a[1][2] | a[ 1 ] | a[b[c]] | a[ | a] | (a
@* | @p:a | @ a | a/@b | @text()
text | text/a | node () | comment() | processing-instruction() | processing-instruction("x y") | a/text()
한글/이름[1] | a.b | a-1 | a- 1 | a -b | a·b | á | 😀 | p: a | p : * | a:b:c | *:a | a/b() | a_1/_b
* * * | a *b | 2*3 | div div div | and and and | 5mod 2 | 5 div-2 | or | or or | /data/and | * or * | a//*
a or b or c | a = b and c != d or e < f | a = b < c | a < b = c | 1 - 2 * 3 - 4 | -1 + 2 | 1 - -1 | 1--1
-(1) | -f(x)[1]/b | (1 + 2) * 3 | ((1)) | 'a'/b | 1/a | f (x) | f( x , y ) | f(,) | f(x,) | p :f() | f(
f()[1] | f()//a | current()/.[1] | current()/../b | jr:itext('/data/a:label') | once(uuid()) | f()/*
instance('villages')/root/item[county = current()/../county and selected( /data/kind , 'a b')]/label
if(/data/a >= 1.5, concat(../b, '개'), string-length(.) &lt; 3) | if( ../a <= 3 , 'x' , "y") | count(//a[. = 1]) > 0
position() = last() - 1 | regex(., '^[0-9]{3}-[0-9]{4}$') | \tpulldata('list', 'name', 'key', ../key)\n
`

/** With the marks that part the others; and axes, whose names tree-sitter refuses as prefixes. */
const APART = [
  'a|b',
  'a|b|c = d',
  '-a|b',
  '(a|b)/c',
  'child :: a',
  'self::p:*',
  'foo::a',
  '/self::*',
  '*(1)',
  'p:*(1)',
]

type Parser = Readonly<{ parse(expression: string): Readonly<{ rootNode: Node }> }>

/** tree-sitter, out of the engine's package: it exports none. */
async function parserOfTheEngine(): Promise<Parser> {
  const code = readFileSync(ENGINE, 'utf8')
  const [merge] = /function _mergeNamespaces\$1[\s\S]*?\n\}\n/.exec(code) ?? []
  const [parser] =
    /let UpsertableMap\$1[\s\S]*?\nconst expressionParser = [^}]*\}\);/.exec(code) ?? []
  const AsyncFunction = Object.getPrototypeOf(parserOfTheEngine).constructor
  return AsyncFunction('require$$0$1', `${merge}${parser}; return expressionParser`)({})
}

function told(parser: Parser, expression: string): string {
  const show = ({ type, text, children }: Node): string =>
    `(${type} ${JSON.stringify(text)}${children.map(show).join('')})`
  try {
    return show(parser.parse(expression).rootNode)
  } catch (refusal) {
    return String(refusal)
  }
}

it('makes the trees that tree-sitter makes of the same expressions, and refuses what it refuses', async () => {
  const theirs = await parserOfTheEngine()
  const whole = FORMS.split(/ \| |\n/).filter(text => text !== '')
  // With a character left out most are other expressions, or none.
  const broken = whole.flatMap(text =>
    Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1)),
  )
  for (const text of [...whole, ...broken, ...APART])
    expect(told(expressionParser, text)).toBe(told(theirs, text))
})
