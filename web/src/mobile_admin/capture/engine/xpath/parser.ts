/**
 * XPath 1.0 for the engine, in the place of tree-sitter and its two WebAssembly modules, which were
 * a fifth of what a phone fetched before its first form; `tools/xforms.ts` puts it there. Its trees
 * are theirs, node by node: `tools/expressions.test.ts` holds both side by side. Where theirs leave
 * the standard these do not: a root may be named `or` or `and`, a prefix like an axis, and `text` is
 * no function.
 */
import { NAME, type Node, Source } from './source'

const NUMBER = /\d+(?:\.\d*)?|\.\d+/y
const LITERAL = /"[^"]*"|'[^']*'/y
/** What may be called; a wildcard is a name for many. */
const NAMES: ReadonlySet<string> = new Set(['unprefixed_name', 'prefixed_name'])
const ONE_COLON = /:(?!:)/y
const AXIS =
  /(?:(?:ancestor|descendant)(?:-or-self)?|attribute|child|(?:following|preceding)(?:-sibling)?|namespace|parent|self)(?=\s*::)/y
const NODE_TYPE = /(?:comment|text|processing-instruction|node)(?=\s*\()/y

/** Those that bind least come first; of two that begin alike, the longer one. */
const OPERATORS: readonly (readonly (readonly [string, string])[])[] = [
  [['or', 'or_expr']],
  [['and', 'and_expr']],
  [
    ['=', 'eq_expr'],
    ['!=', 'ne_expr'],
  ],
  [
    ['<=', 'lte_expr'],
    ['<', 'lt_expr'],
    ['>=', 'gte_expr'],
    ['>', 'gt_expr'],
  ],
  [
    ['+', 'addition_expr'],
    ['-', 'subtraction_expr'],
  ],
  [
    ['*', 'multiplication_expr'],
    ['div', 'division_expr'],
    ['mod', 'modulo_expr'],
  ],
]

interface Tree {
  readonly rootNode: Node
}

const parsed = new Map<string, Tree>()

/** As the engine asks its own. */
export const expressionParser = {
  /** Raise Error where it is no expression. */
  parse(expression: string): Tree {
    const tree = parsed.get(expression) ?? { rootNode: read(new Source(expression)) }
    parsed.set(expression, tree)
    return tree
  },
}

function read(source: Source): Node {
  const from = source.next()
  const children = [expression(source)]
  source.at = source.next()
  if (source.at < source.text.length) source.fail()
  return source.node('xpath', from, children)
}

function expression(source: Source): Node {
  const from = source.next()
  return source.node('expr', from, [binary(source, 0)])
}

function binary(source: Source, level: number): Node {
  const operators = OPERATORS[level]
  if (!operators) return unary(source)
  const from = source.next()
  let left = binary(source, level + 1)
  for (;;) {
    const [, type] = operators.find(([mark]) => source.takes(mark)) ?? []
    if (type === undefined) return left
    left = source.node(type, from, [left, binary(source, level + 1)])
  }
}

function unary(source: Source): Node {
  const from = source.next()
  return source.takes('-') ? source.node('unary_expr', from, [union(source)]) : union(source)
}

function union(source: Source): Node {
  const from = source.next()
  let left = path(source)
  while (source.takes('|')) left = source.node('union_expr', from, [left, path(source)])
  return left
}

function path(source: Source): Node {
  const from = source.next()
  const begins = primary(source)
  if (begins) {
    const filter = source.node('filter_expr', from, [begins, ...predicates(source)])
    return source.node('filter_path_expr', from, [filter, ...further(source)])
  }
  if (source.takes('//')) {
    const steps = [source.node('//', from), step(source) ?? source.fail(), ...further(source)]
    const whole = source.node('abbreviated_absolute_location_path', from, steps)
    return source.node('absolute_location_path', from, [whole])
  }
  if (source.takes('/')) {
    const root = source.node('absolute_root_location_path', from)
    const first = step(source)
    const steps = first ? [root, first, ...further(source)] : [root]
    return source.node('absolute_location_path', from, steps)
  }
  const steps = [step(source) ?? source.fail(), ...further(source)]
  return source.node('relative_location_path', from, steps)
}

function primary(source: Source): Node | null {
  const from = source.next()
  if (source.takes('(')) {
    const inner = expression(source)
    source.must(')')
    return inner
  }
  if (source.take(LITERAL) !== null) return source.node('string_literal', from)
  if (source.take(NUMBER) !== null) return source.node('number', from)
  return call(source)
}

function call(source: Source): Node | null {
  const from = source.next()
  const before = source.at
  if (source.take(NODE_TYPE) === null) {
    const name = named(source)
    const isFunctions = name !== null && NAMES.has(name.type)
    const children = isFunctions ? [source.node('function_name', from, [name])] : []
    if (isFunctions && source.takes('('))
      return source.node('function_call', from, [...children, ...rest(source)])
  }
  source.at = before
  return null
}

/** The arguments up to the closing bracket, with it. */
function rest(source: Source): readonly Node[] {
  const found: Node[] = []
  if (source.takes(')')) return found
  do {
    const from = source.next()
    found.push(source.node('argument', from, [expression(source)]))
  } while (source.takes(','))
  source.must(')')
  return found
}

function further(source: Source): readonly Node[] {
  const found: Node[] = []
  for (;;) {
    const from = source.next()
    if (source.takes('//')) found.push(source.node('//', from))
    else if (!source.takes('/')) return found
    found.push(step(source) ?? source.fail())
  }
}

function step(source: Source): Node | null {
  const from = source.next()
  for (const [mark, type] of [
    ['..', 'parent'],
    ['.', 'self'],
  ] as const)
    if (source.takes(mark)) {
      const short = source.node('abbreviated_step', from, [source.node(type, from)])
      return source.node('step', from, [short])
    }
  const tested = onAxis(source)
  return tested && source.node('step', from, [tested, ...predicates(source)])
}

function onAxis(source: Source): Node | null {
  const from = source.next()
  if (source.takes('@'))
    return source.node('abbreviated_axis_test', from, [nodeTest(source) ?? source.fail()])
  if (source.take(AXIS) !== null) {
    const axis = source.node('axis_name', from)
    source.must('::')
    return source.node('axis_test', from, [axis, nodeTest(source) ?? source.fail()])
  }
  const test = nodeTest(source)
  return test && source.node('node_test', from, [test])
}

function nodeTest(source: Source): Node | null {
  const from = source.next()
  const kind = source.take(NODE_TYPE)
  if (kind === null) return named(source)
  source.must('(')
  const begins = source.next()
  const isNamed = kind === 'processing-instruction' && source.take(LITERAL) !== null
  const names = isNamed ? [source.node('string_literal', begins)] : []
  source.must(')')
  return source.node(isNamed ? 'processing_instruction_name_test' : 'node_type_test', from, names)
}

/** `a`, `p:a`, `p:*` or `*`. */
function named(source: Source): Node | null {
  const from = source.next()
  if (source.takes('*')) return source.node('unprefixed_wildcard_name_test', from)
  if (source.take(NAME) === null) return null
  const prefix = source.node('prefix', from)
  if (source.take(ONE_COLON) === null) return source.node('unprefixed_name', from)
  const begins = source.next()
  if (source.takes('*')) return source.node('prefixed_wildcard_name_test', from, [prefix])
  if (source.take(NAME) === null) source.fail()
  return source.node('prefixed_name', from, [prefix, source.node('local_part', begins)])
}

function predicates(source: Source): readonly Node[] {
  const found: Node[] = []
  for (;;) {
    const from = source.next()
    if (!source.takes('[')) return found
    const inner = expression(source)
    source.must(']')
    found.push(source.node('predicate', from, [inner]))
  }
}
