/** The packages of a recipe, by what they come from; the image's own stand last. */

import type { ReactNode } from 'react'
import { useWords } from '@/kernel/i18n'
import { Chips } from '@/kit/chips'
import { cx } from '@/kit/cx'
import list from '@/kit/listing.module.css'
import s from './recipe.module.css'
import type { Recipe } from './state'
import { words } from './words'

export function Packages({ recipe }: { readonly recipe: Recipe }) {
  const t = useWords(words)
  const below = recipe.parts.slice(0, -1)
  const own = recipe.parts.at(-1)?.packages ?? []
  return (
    <div className={list.stack}>
      {below.map(({ name, packages }) => (
        <Part key={name} title={t('part', { name, count: packages.length })}>
          {packages.map(name => (
            <Name key={name} name={name} />
          ))}
        </Part>
      ))}
      <Part title={t('own', { count: own.length - recipe.dropped.length + recipe.added.length })}>
        {own.map(name => (
          <Name key={name} name={name} mark={recipe.dropped.includes(name) ? 'dropped' : null} />
        ))}
        {recipe.added.map(name => (
          <Name key={name} name={name} mark="added" />
        ))}
      </Part>
    </div>
  )
}

interface PartProps {
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}

/** Its children are items of a list. */
export function Part({ title, note, children }: PartProps) {
  return (
    <section className={s.part}>
      <h3>{title}</h3>
      {note && <p className={list.quiet}>{note}</p>}
      <Chips>{children}</Chips>
    </section>
  )
}

interface NameProps {
  readonly name: string
  readonly mark?: 'added' | 'dropped' | null
}

export function Name({ name, mark = null }: NameProps) {
  const t = useWords(words)
  return (
    <li className={s.plain}>
      <span className={cx(mark === 'dropped' && s.out)}>{name}</span>
      {mark && ` · ${t(mark === 'added' ? 'addedMark' : 'droppedMark')}`}
    </li>
  )
}
