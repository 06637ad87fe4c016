/**
 * What we use of @getodk/xforms-engine, in our words. The engine is before its first release and
 * its shapes move: everything else here knows only this file, `open.ts` and `reading.ts`.
 */
export interface Said {
  readonly asString: string
  readonly formatted: readonly Mark[]
  readonly imageSource?: { readonly href: string }
  readonly audioSource?: { readonly href: string }
  readonly videoSource?: { readonly href: string }
}

/** Text with its emphasis; anything else of a form's HTML is never shown. */
export type Mark =
  | {
      readonly id: string
      readonly role: 'parent'
      readonly elementName: string
      readonly children: readonly Mark[]
      readonly url?: string
      readonly properties?: {
        readonly style: Readonly<Record<string, string | undefined>>
      }
    }
  | { readonly id: string; readonly role: 'child'; readonly value: string }
  | { readonly id: string; readonly role: 'line-break' }
  | { readonly id: string; readonly role: 'html'; readonly unsafeHtml: string }

export interface Item {
  readonly value: string
  readonly label: Said
}

export interface Violation {
  readonly condition: 'constraint' | 'required'
  readonly message: Said | null
}

export interface NodeState {
  readonly reference: string
  readonly readonly: boolean
  readonly relevant: boolean
  readonly required: boolean
  readonly label: Said | null
  readonly hint: Said | null
  readonly value: unknown
  readonly instanceValue?: string
}

interface Base<Kind extends string> {
  readonly nodeId: string
  readonly nodeType: Kind
  readonly appearances: Iterable<string> | null
  readonly currentState: NodeState
}

interface Leaf<Kind extends string> extends Base<Kind> {
  readonly valueType: string
  readonly validationState: { readonly violation: Violation | null }
}

interface Around<Kind extends string, Child> extends Base<Kind> {
  readonly currentState: NodeState & { readonly children: readonly Child[] }
}

export type GroupNode = Around<'group', ChildNode> & {
  readonly currentState: { readonly hasRelevantBodyNodes: boolean }
}
export type TurnNode = Around<'repeat-instance', ChildNode>
export interface FixedRepeatNode extends Around<'repeat-range:controlled', TurnNode> {}
export interface OpenRepeatNode extends Around<'repeat-range:uncontrolled', TurnNode> {
  addInstances(after?: number, count?: number): unknown
  removeInstances(at: number, count?: number): unknown
}
export type RepeatNode = FixedRepeatNode | OpenRepeatNode

export interface InputNode extends Leaf<'input'> {
  readonly nodeOptions: {
    readonly rows?: number | null
    readonly accuracyThreshold?: number | null
    readonly unacceptableAccuracyThreshold?: number | null
  } | null
  setValue(value: string | null): unknown
}
export interface SelectNode extends Leaf<'select'> {
  readonly selectType: 'select' | 'select1'
  readonly currentState: NodeState & {
    readonly value: readonly string[]
    readonly valueOptions: readonly Item[]
  }
  selectValues(values: readonly string[]): unknown
}
export interface RankNode extends Leaf<'rank'> {
  readonly currentState: NodeState & {
    readonly value: readonly string[]
    readonly valueOptions: readonly Item[]
  }
  setValues(values: readonly string[]): unknown
}
export interface RangeNode extends Leaf<'range'> {
  readonly definition: {
    readonly bounds: Readonly<Record<'start' | 'end' | 'step', bigint | number>>
  }
  setValue(value: string | null): unknown
}
export interface TriggerNode extends Leaf<'trigger'> {
  setValue(isSet: boolean): unknown
}
export interface NoteNode extends Leaf<'note'> {}
export interface UploadNode extends Leaf<'upload'> {
  readonly nodeOptions: {
    readonly media: { readonly accept: string; readonly type: string | null }
  }
  readonly maxPixels: number | null
  setValue(file: File | null): unknown
}
/** Of the model alone: calculated, or a fact about the form. */
export interface SilentNode extends Leaf<'model-value'> {}

export type QuestionNode =
  | InputNode
  | SelectNode
  | RankNode
  | RangeNode
  | TriggerNode
  | NoteNode
  | UploadNode
export type ChildNode = GroupNode | RepeatNode | QuestionNode | SilentNode

export interface FormLanguage {
  readonly language: string
  readonly isSyntheticDefault?: true
}

export interface RootNode extends Around<'root', ChildNode> {
  readonly currentState: NodeState & {
    readonly children: readonly ChildNode[]
    readonly activeLanguage: FormLanguage
  }
  readonly languages: readonly FormLanguage[]
  readonly instanceState: { readonly instanceXML: string }
  setLanguage(language: FormLanguage): unknown
}

export function isRepeat(node: ChildNode): node is RepeatNode {
  return node.nodeType.startsWith('repeat-range')
}

export function isQuestion(node: ChildNode): node is QuestionNode {
  return node.nodeType !== 'group' && node.nodeType !== 'model-value' && !isRepeat(node)
}

/** The last part of its path, without the turn's number. */
export function nameOf(node: { readonly currentState: NodeState }): string {
  const last = node.currentState.reference.split('/').at(-1) ?? ''
  return last.replace(/\[\d+\]$/, '')
}

export function looksOf(node: { readonly appearances: Iterable<string> | null }): Set<string> {
  return new Set([...(node.appearances ?? [])].map(look => look.toLowerCase()))
}
