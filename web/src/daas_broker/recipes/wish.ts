/** What one wishes of a recipe until it is saved. */
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { toast, toastRefusal } from '@/kit/toast'
import type { Image } from '../images/state'
import {
  type Change,
  change,
  changeOf,
  type Difference,
  difference,
  isSame,
  moved,
  type Recipe,
  recipeOf,
} from './state'
import { words } from './words'

export interface Wish {
  /** As it was read. */
  readonly base: Recipe
  readonly wished: Change
  readonly isChanged: boolean
  readonly refusal: Refusal | null
  /** What somebody else saved meanwhile, where that is why it was refused. */
  readonly theirs: Difference | null
  readonly pending: boolean
  readonly rewish: (next: Change) => void
  /** Whether it was saved. */
  readonly save: () => Promise<boolean>
}

export function useWish(image: Image, recipe: Recipe): Wish {
  const t = useWords(words)
  const [base, rebase] = useState(recipe)
  const [wished, wish] = useState<Change>(changeOf(recipe))
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [theirs, setTheirs] = useState<Difference | null>(null)
  const isChanged = !isSame(wished, changeOf(base))
  function beginFrom(read: Recipe) {
    rebase(read)
    wish(changeOf(read))
  }
  // Somebody else's change is shown, unless one is at work on one's own.
  if (!isChanged && recipe.digest !== base.digest) beginFrom(recipe)
  async function layOver() {
    const read = await queries.fetchQuery({ ...recipeOf(image), staleTime: 0 })
    setTheirs(difference(base, read))
    rebase(read)
    wish(moved(changeOf(base), wished, changeOf(read)))
  }
  async function save() {
    setPending(true)
    try {
      beginFrom(await change(image, wished, base.digest))
      setTheirs(null)
      setRefusal(null)
      toast(t('saved', { name: image.title }))
      return true
    } catch (error) {
      const said = asRefusal(error)
      if (said.code.startsWith('image_')) setRefusal(said)
      else toastRefusal(error)
      if (said.code.startsWith('image_recipe_changed')) await layOver()
      return false
    } finally {
      setPending(false)
    }
  }
  function rewish(next: Change) {
    setRefusal(null)
    setTheirs(null)
    wish(next)
  }
  return { base, wished, isChanged, refusal, theirs, pending, rewish, save }
}
