/** A sheet that is being filled in: the form in the engine, its draft, its files and its log. */
import { type Store, store } from '@/kernel/store'
import { plain } from '../engine/elsewhere'
import type { LongList } from '../engine/lifting'
import type { QuestionNode, RootNode, UploadNode } from '../engine/node'
import { type Begin, type FormSource, longListsOf, openForm, type Who } from '../engine/open'
import type { Draft, DraftStore, Evidence, FindPlace, Fix, NoPlace, Parcel } from '../ports'
import { type AuditEvent, type AuditRow, auditWish, csvOf, withAudit } from './audit'
import { type Autosave, autosave, type Saving } from './autosave'
import { instanceIdOf } from './instance'

export interface SheetOptions {
  readonly form: FormSource
  readonly store: DraftStore
  /** Where there is no draft: anew, or the correction of what was sent. */
  readonly begin?: Begin
  readonly who?: Who
  readonly language?: string
  readonly findPlace?: FindPlace
  readonly onAnswer?: (path: string) => void
  readonly onBlob?: (evidence: Evidence) => void
}

const AUDIT_FILE = 'audit.csv'
/** Who sends waits no longer for a place that is still looked for. */
const LAST_WAIT_MS = 3_000

export async function openSheet(options: SheetOptions): Promise<Sheet> {
  const found = await options.store.load()
  const begin: Begin = found
    ? { how: 'go on', answers: { xml: found.draft.xml, files: found.files } }
    : (options.begin ?? { how: 'new' })
  const root = await openForm(options.form, begin, options.who)
  const files = begin.how === 'new' ? [] : begin.answers.files
  return new Sheet(root, options, { draft: found?.draft ?? null, files })
}

/** What the sheet was opened with: its draft, and files that lie here already. */
interface Before {
  readonly draft: Draft | null
  readonly files: readonly File[]
}

export class Sheet {
  readonly placeAtOpening: string | null
  private readonly former: readonly File[]
  private readonly rows: AuditRow[]
  private readonly evidence: Map<string, Evidence>
  private readonly saver: Autosave
  private place: string | null
  private isBegun: boolean
  private isClosed = false
  private isHanded = false
  private readonly searches = new Set<Promise<void>>()
  /** Counts places that came, or did not. */
  readonly placed = store(0)
  private readonly wish

  constructor(
    readonly root: RootNode,
    private readonly options: SheetOptions,
    { draft, files }: Before,
  ) {
    this.former = files
    this.rows = [...(draft?.audit ?? [])]
    this.evidence = new Map(draft?.evidence.map(each => [each.name, resumed(each)]))
    this.place = this.placeAtOpening = draft?.place ?? null
    this.isBegun = draft !== null
    this.wish = auditWish(options.form.xml)
    this.saver = autosave(() => options.store.save(this.draft()))
    this.speak(draft?.language ?? options.language ?? null)
    this.log(draft ? 'form resume' : 'form start')
  }

  get saving(): Store<Saving> {
    return this.saver.state
  }

  /** The choices of a question that is a text to the engine. */
  listOf(node: QuestionNode): LongList | undefined {
    return longListsOf(this.root).get(plain(node.currentState.reference))
  }

  media(name: string): Promise<Blob | null> {
    return this.options.form.media(name)
  }

  findPlace(): Promise<Fix | NoPlace> {
    return this.options.findPlace?.() ?? Promise.resolve('unavailable')
  }

  /** Of a photo that is kept: whoever waited for its place would have neither. */
  locate(name: string, place: Promise<Fix | NoPlace>): void {
    this.noted(name, 'searching')
    const search = place.then(found => this.noted(name, found))
    this.searches.add(search)
    void search.finally(() => this.searches.delete(search))
  }

  private noted(name: string, found: Fix | NoPlace): void {
    const known = this.evidence.get(name)
    if (!known) return
    const is = typeof found === 'string' ? { place: null, noPlace: found } : { place: found }
    const { noPlace: _, ...rest } = known
    this.evidence.set(name, { ...rest, ...is })
    this.placed.set(this.placed.get() + 1)
    // What was handed over leaves no draft behind.
    if (!this.isClosed && !this.isHanded) this.touch()
  }

  /** Photos that would go without the place that was looked for. */
  placeless(): number {
    return [...this.evidence.values()].filter(({ noPlace }) => noPlace !== undefined).length
  }

  /** Where the form does not know the language, what it opens with stays. */
  speak(language: string | null): void {
    const found = this.root.languages.find(each => isSpoken(each.language, language))
    if (found && found.isSyntheticDefault !== true) this.root.setLanguage(found)
  }

  /** Every answer goes through here. */
  answer(node: QuestionNode, act: () => unknown): void {
    const before = node.currentState.instanceValue ?? ''
    act()
    const after = node.currentState.instanceValue ?? ''
    if (before === after) return
    this.log('question', node.currentState.reference, { before, after })
    this.options.onAnswer?.(node.currentState.reference)
    this.touch()
  }

  /** The file is durable before the question shows it. */
  async attach(
    node: UploadNode,
    file: File,
    evidence: Evidence,
    place?: Promise<Fix | NoPlace>,
  ): Promise<void> {
    await this.options.store.keepFile(file)
    this.evidence.set(file.name, evidence)
    if (place) this.locate(file.name, place)
    const former = node.currentState.instanceValue ?? ''
    this.answer(node, () => node.setValue(file))
    this.options.onBlob?.(evidence)
    if (former) await this.forget(former)
  }

  async detach(node: UploadNode): Promise<void> {
    const former = node.currentState.instanceValue ?? ''
    this.answer(node, () => node.setValue(null))
    if (former) await this.forget(former)
  }

  /** Saved before the file goes: a draft never names a file that is not there. */
  private async forget(name: string): Promise<void> {
    if (!(await this.saver.flush())) return
    this.evidence.delete(name)
    await this.options.store.dropFile(name)
  }

  evidenceOf(name: string): Evidence | null {
    return this.evidence.get(name) ?? null
  }

  /** A turn was added or taken away. */
  changed(event: AuditEvent, path: string): void {
    this.log(event, path)
    this.touch()
  }

  private touch(): void {
    this.isBegun = true
    this.saver.touch()
  }

  stand(at: string | null): void {
    if (at === null || at === this.place) return
    this.place = at
    this.log('group questions', at)
    // A sheet that was only looked at leaves no draft.
    if (this.isBegun) this.saver.touch()
  }

  /** Letters of one answer are one row: who types a sentence has answered once. */
  log(event: AuditEvent, node = '', change: { before?: string; after?: string } = {}): void {
    if (!this.wish.isWanted) return
    const now = Date.now()
    const last = this.rows.at(-1)
    if (event === 'question' && last?.event === event && last.node === node) {
      this.rows[this.rows.length - 1] = { ...last, end: now, after: change.after ?? '' }
      return
    }
    this.rows.push({ event, node, start: now, end: event === 'question' ? now : 0, ...change })
  }

  save(): Promise<boolean> {
    return this.saver.flush()
  }

  close(): void {
    this.isClosed = true
    this.saver.stop()
  }

  private draft(): Draft {
    const { language, isSyntheticDefault } = this.root.currentState.activeLanguage
    return {
      xml: this.root.instanceState.instanceXML,
      at: new Date().toISOString(),
      language: isSyntheticDefault ? null : language,
      place: this.place,
      evidence: [...this.evidence.values()],
      audit: this.rows,
    }
  }

  /** Where it is not taken the sheet goes on, and what came meanwhile is saved with it. */
  async handOver(take: (parcel: Parcel) => Promise<void>): Promise<void> {
    try {
      await take(await this.parcel())
    } catch (refused) {
      this.isHanded = false
      if (!this.isClosed) this.touch()
      throw refused
    }
  }

  /** What is not relevant is not in it. */
  private async parcel(): Promise<Parcel> {
    this.log('form finalize')
    await Promise.race([Promise.all(this.searches), later(LAST_WAIT_MS)])
    await this.saver.flush()
    this.isHanded = true
    const { files, xml } = await payloadOf(this.root)
    files.push(...stillNamed(this.former, xml, files))
    if (this.wish.isWanted) {
      files.push(new File([csvOf(this.rows, this.wish)], AUDIT_FILE, { type: 'text/csv' }))
    }
    return {
      instanceId: instanceIdOf(xml),
      xml: this.wish.isWanted ? withAudit(xml, AUDIT_FILE) : xml,
      files,
      evidence: files.flatMap(({ name }) => this.evidence.get(name) ?? []),
    }
  }
}

/** A search ends with the page that began it: its place is one that can be looked for again. */
function resumed(evidence: Evidence): Evidence {
  return evidence.noPlace === 'searching' ? { ...evidence, noPlace: 'unavailable' } : evidence
}

function later(ms: number): Promise<void> {
  return new Promise(done => setTimeout(done, ms))
}

interface Payload {
  readonly data: readonly [Iterable<[string, File]>]
}

async function payloadOf(root: RootNode): Promise<{ xml: string; files: File[] }> {
  const made = (await (
    root as unknown as { prepareInstancePayload(): Promise<Payload> }
  ).prepareInstancePayload()) as Payload
  const parts = [...made.data[0]]
  const xml = parts.find(([name]) => name === 'xml_submission_file')?.[1]
  const files = parts.filter(([name]) => name !== 'xml_submission_file').map(([, file]) => file)
  return { xml: (await xml?.text()) ?? '', files }
}

/** The engine hands over only what was attached since it opened the sheet. */
function stillNamed(former: readonly File[], xml: string, files: readonly File[]): File[] {
  const said = new Set(
    [...xml.matchAll(/>([^<]+)</g)].map(([, text = '']) => unescaped(text.trim())),
  )
  const there = new Set(files.map(({ name }) => name))
  return former.filter(({ name }) => said.has(name) && !there.has(name))
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** 한국어 (ko) is spoken where `ko` is wanted. */
function isSpoken(language: string, wanted: string | null): boolean {
  return language === wanted || language.endsWith(`(${wanted})`)
}
