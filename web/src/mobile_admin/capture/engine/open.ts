/** Opening a form in the engine: anew, as a draft goes on, or a sent one once more. */
import { shallowReactive } from '@vue/reactivity'
import { namingFormer } from './former'
import { type LongLists, lift } from './lifting'
import type { RootNode } from './node'
import { ownPage } from './own-page'
import { saidSomehow } from './untranslated'

export interface FormSource {
  readonly xml: string
  /** A file that belongs to the form: a list of choices, a picture of a question. */
  readonly media: (name: string) => Promise<Blob | null>
}

/** What was answered before: the XML and the files that it names. */
export interface Answers {
  readonly xml: string
  readonly files: readonly File[]
}

export type Begin =
  | { readonly how: 'new' }
  | { readonly how: 'go on'; readonly answers: Answers }
  /** A new instance that says which one it takes the place of (deprecatedID). */
  | { readonly how: 'correct'; readonly answers: Answers }

export interface Who {
  readonly username?: string
  readonly deviceID?: string
}

/** The form cannot be filled in: `reasons` are the engine's own sentences. */
export class FormBroken extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('\n'))
    this.name = 'FormBroken'
  }
}

type Engine = typeof import('@getodk/xforms-engine')
let engine: Promise<Engine> | undefined

/** Fetched when a form is about to be opened, once. */
export function loadEngine(): Promise<Engine> {
  engine ??= ownPage().then(() => import('@getodk/xforms-engine'))
  engine.catch(() => {
    engine = undefined
  })
  return engine
}

const lifted = new WeakMap<RootNode, LongLists>()

/** The lists that the engine does not know, by the paths of their questions. */
export function longListsOf(root: RootNode): LongLists {
  return lifted.get(root) ?? new Map()
}

const ANSWERS_FILE = 'xml_submission_file'

/** Raise FormBroken where the form is not one that can be filled in. */
export async function openForm(source: FormSource, begin: Begin, who: Who = {}): Promise<RootNode> {
  await ownPage() // the engine may have come while another page was shown
  const { loadForm } = await loadEngine()
  const { xml, lists } = await lift(prepared(source.xml, begin), source.media)
  const loaded = await loadForm(xml, {
    fetchFormAttachment: async url => found(await source.media(fileOf(url.href))),
    missingResourceBehavior: 'ERROR',
  })
  if (loaded.status === 'failure') throw new FormBroken(reasonsOf(loaded.error))
  const config = { stateFactory: shallowReactive, preloadProperties: who }
  try {
    const data = begin.how === 'new' ? null : [packed(begin.answers)]
    const made = await start(loaded, begin.how, data, config)
    const root = (made as { root: unknown }).root as RootNode
    lifted.set(root, lists)
    return root
  } catch (error) {
    throw new FormBroken(reasonsOf(error))
  }
}

function prepared(xml: string, begin: Begin): string {
  const said = saidSomehow(xml)
  return begin.how === 'go on' ? namingFormer(said, begin.answers.xml) : said
}

type Loaded = Extract<Awaited<ReturnType<Engine['loadForm']>>, { status: 'success' | 'warning' }>

function start(loaded: Loaded, how: Begin['how'], data: unknown, config: object): unknown {
  if (how === 'new') return loaded.createInstance(config)
  if (how === 'go on') return loaded.restoreInstance({ data } as never, config)
  const inputType = 'FORM_INSTANCE_INPUT_RESOLVED'
  return loaded.editInstance({ inputType, data } as never, config)
}

function packed({ xml, files }: Answers): FormData {
  const data = new FormData()
  data.set(ANSWERS_FILE, new File([xml], ANSWERS_FILE, { type: 'text/xml' }))
  for (const file of files) data.set(file.name, file)
  return data
}

/** `jr://file-csv/towns.csv` → towns.csv. */
export function fileOf(address: string): string {
  return decodeURIComponent(address.slice(address.lastIndexOf('/') + 1)).normalize('NFC')
}

async function found(blob: Blob | null): Promise<Response> {
  if (blob === null) return new Response(null, { status: 404 })
  return new Response(await blob.arrayBuffer(), { headers: { 'Content-Type': blob.type } })
}

function reasonsOf(error: unknown): string[] {
  const each = error instanceof AggregateError ? (error.errors as unknown[]) : [error]
  const said = each.map(one => (one instanceof Error ? one.message : String(one)))
  return [...new Set(said.flatMap(text => text.split('\n')).filter(line => line.trim() !== ''))]
}
