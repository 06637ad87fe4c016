/** 현장 확인서(임시): what is left at the door until the server has given the notice its number. */
import { keep, own } from '../own'
import { freshId } from '../store/ids'
import { sendAfter } from '../visits/doing'
import type { Visit } from '../visits/model'

export type Side = 'inspector' | 'citizen'

export interface Paper {
  /** Of the visit. */
  readonly id: string
  /** No registered number: those are the server's alone. */
  readonly number: string
  /** In ms, by this phone's clock. */
  readonly at: number
  readonly said: string
  /** Blobs of what each has written. */
  readonly signed: Partial<Record<Side, string>>
  /** Handed over to be sent as it is now: to its submission, beside the answers. */
  readonly isTold?: boolean
}

/** How the files of a paper are called, for the office. */
export interface PaperNames {
  readonly paper: string
  readonly inspector: string
  readonly citizen: string
}

const DIGITS = 3
/** Read aloud without a mistake: mobile_admin/seals/codes.py. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const UNGUESSED = 6

export async function makePaper(visit: Visit): Promise<Paper> {
  const current = own.get()
  if (current === null) throw new Error('a paper after the pocket was closed')
  const there = await current.shelf.read<Paper>('paper', visit.id)
  if (there) return there
  const gone = (await current.shelf.read<number>('fact', 'papers')) ?? 0
  const count = gone + (await current.shelf.ids('paper')).length + 1
  const paper: Paper = {
    id: visit.id,
    number: numberOf(current.pocket.id, count, freshLetters()),
    at: Date.now(),
    said: '',
    signed: {},
  }
  await keep([{ kind: 'paper', id: paper.id, value: paper }])
  return paper
}

/**
 * The phone's own, so that two phones never give the same. Its last letters are by chance: whoever
 * holds one paper does not know the number of the next, which anybody may ask about [FO10].
 */
export function numberOf(pocket: string, count: number, letters: string): string {
  const phone = pocket.slice(-8).toUpperCase()
  return `임시-${phone}-${String(count).padStart(DIGITS, '0')}-${letters}`
}

export function freshLetters(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(UNGUESSED))
  return [...bytes].map(byte => LETTERS[byte % LETTERS.length]).join('')
}

/** Only while nobody has signed: what was signed is not written anew. */
export async function say(paper: Paper, said: string): Promise<void> {
  await keep([{ kind: 'paper', id: paper.id, value: { ...paper, said } }])
}

/** What was signed is withdrawn, to be written anew. */
export async function writeAnew(paper: Paper): Promise<void> {
  const value: Paper = { ...paper, signed: {}, isTold: false }
  await keep([
    { kind: 'paper', id: paper.id, value },
    ...Object.values(paper.signed).map(id => ({ kind: 'blob', id, gone: true }) as const),
  ])
}

/** Text and signatures go where the answers went, each time one of them was changed [FO10]. */
export async function tellPaper(
  visit: Visit,
  names: PaperNames,
  text: string,
  submission: string | null = null,
): Promise<void> {
  const shelf = own.get()?.shelf
  const paper = await shelf?.read<Paper>('paper', visit.id)
  if (!shelf || !paper || paper.isTold || Object.keys(paper.signed).length === 0) return
  const files = [new File([text], `${names.paper}.txt`, { type: 'text/plain' })]
  for (const side of ['inspector', 'citizen'] as const) {
    const blob = paper.signed[side]
    const bytes = blob === undefined ? null : await shelf.bytes(blob)
    if (bytes) files.push(new File([bytes], `${names[side]}.png`, { type: 'image/png' }))
  }
  if (await sendAfter(visit, files, submission)) {
    await keep([{ kind: 'paper', id: paper.id, value: { ...paper, isTold: true } }])
  }
}

/** The signature is durable before the paper shows it. */
export async function sign(paper: Paper, side: Side, png: Blob): Promise<void> {
  const blob = `${paper.id}.${freshId()}`
  const value: Paper = { ...paper, signed: { ...paper.signed, [side]: blob }, isTold: false }
  const former = paper.signed[side]
  await keep([
    { kind: 'blob', id: blob, bytes: new Uint8Array(await png.arrayBuffer()) },
    { kind: 'paper', id: paper.id, value },
    ...(former ? [{ kind: 'blob' as const, id: former, gone: true as const }] : []),
  ])
}
