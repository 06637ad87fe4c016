/** That an image would be made of something else today: of a change here, or of a new release. */
import { useQuery } from '@tanstack/react-query'
import { Hammer } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { keptRecipeOf, recipeOf } from '../recipes/state'
import s from './page.module.css'
import type { Image, Version } from './state'
import { words } from './words'

interface BehindProps {
  readonly image: Image
  readonly newest: Version
}

/** A version of before recipes were kept has none to compare, and says nothing. */
export function Behind({ image, newest }: BehindProps) {
  const t = useWords(words)
  const next = useQuery(recipeOf(image)).data
  const kept = useQuery(keptRecipeOf(newest.key)).data
  if (!next || !kept || next.digest === kept.digest) return null
  return (
    <p className={s.behind}>
      <Hammer size={16} aria-hidden />
      {t('behind', { number: newest.number })}
    </p>
  )
}
