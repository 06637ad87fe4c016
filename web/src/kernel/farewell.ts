/** What domains do before somebody signs out: remove what they keep in this browser. */
import { store } from './store'

export interface Farewell {
  /** What would be lost by going now, in the reader's words; null where nothing would. */
  readonly loss: () => Promise<string | null>
  /** What else the person should know before going: what goes, and what stays; null for nothing. */
  readonly news?: () => Promise<string | null>
  readonly leave: () => Promise<void>
}

export interface Question {
  readonly losses: readonly string[]
  readonly news: readonly string[]
  readonly answer: (goes: boolean) => void
}

const farewells = new Set<Farewell>()

/** The shell shows it and calls `answer`. */
export const question = store<Question | null>(null)

/** Returns how it is taken back. */
export function beforeSignOut(farewell: Farewell): () => void {
  farewells.add(farewell)
  return () => farewells.delete(farewell)
}

/** False when the person stays because of what would be lost. */
export async function sayFarewell(): Promise<boolean> {
  const losses = await each(({ loss }) => loss())
  const news = await each(farewell => farewell.news?.() ?? null)
  if (losses.length + news.length > 0 && !(await asked(losses, news))) return false
  await Promise.all([...farewells].map(({ leave }) => leave()))
  return true
}

async function each(tell: (farewell: Farewell) => Promise<string | null> | null) {
  return (await Promise.all([...farewells].map(tell))).filter(found => found !== null)
}

function asked(losses: readonly string[], news: readonly string[]): Promise<boolean> {
  return new Promise(resolve => {
    question.set({
      losses,
      news,
      answer(goes) {
        question.set(null)
        resolve(goes)
      },
    })
  })
}
