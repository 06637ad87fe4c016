/** Changing which packages an image has of its own. */
import { Lock, Plus, X } from 'lucide-react'
import { type RefObject, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import type { Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { TextField } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { Name, Part } from './packages'
import s from './recipe.module.css'
import { type Change, namesIn, type Recipe } from './state'
import type { Wish } from './wish'
import { words } from './words'

export function Editing({ wish }: { readonly wish: Wish }) {
  const t = useWords(words)
  const field = useRef<HTMLInputElement>(null)
  const { base, wished, refusal } = wish
  const isOurs = refusal?.code.startsWith('image_package') ?? false
  return (
    <div className={list.stack}>
      <Own
        recipe={base}
        wished={wished}
        refusal={isOurs ? refusal : null}
        field={field}
        onWish={wish.rewish}
      />
      {base.parts.slice(0, -1).map(({ name, packages }) => (
        <Part key={name} title={t('part', { name, count: packages.length })}>
          {packages.map(name => (
            <Name key={name} name={name} />
          ))}
        </Part>
      ))}
    </div>
  )
}

interface OwnProps {
  readonly recipe: Recipe
  readonly wished: Change
  readonly refusal: Refusal | null
  readonly field: RefObject<HTMLInputElement | null>
  readonly onWish: (change: Change) => void
}

function Own({ recipe, wished, refusal, field, onWish }: OwnProps) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const [typed, type] = useState('')
  const own = recipe.parts.at(-1)?.packages ?? []
  const count = own.length - wished.dropped.length + wished.added.length
  const flip = (name: string) =>
    onWish({
      ...wished,
      dropped: wished.dropped.includes(name)
        ? wished.dropped.filter(each => each !== name)
        : [...wished.dropped, name],
    })
  function add() {
    onWish({ ...wished, added: [...new Set([...wished.added, ...namesIn(typed)])] })
    type('')
    field.current?.focus()
  }
  return (
    <>
      <Part title={t('own', { count })} note={t('ownNote')}>
        {own.map(name => (
          <li key={name}>
            {recipe.fixed.includes(name) ? (
              <Fixed name={name} />
            ) : (
              <Dropping
                name={name}
                isDropped={wished.dropped.includes(name)}
                onPress={() => flip(name)}
              />
            )}
          </li>
        ))}
        {wished.added.map(name => (
          <li key={name}>
            <Button
              size="s"
              look="secondary"
              icon={Plus}
              aria-label={t('unadd', { name })}
              onPress={() => {
                onWish({ ...wished, added: wished.added.filter(each => each !== name) })
                field.current?.focus() // the button is gone
              }}
            >
              {name}
              <X size={14} aria-hidden />
            </Button>
          </li>
        ))}
      </Part>
      <form
        className={s.add}
        onSubmit={event => {
          event.preventDefault()
          if (namesIn(typed).length > 0) add()
        }}
      >
        <TextField
          ref={field}
          label={t('add')}
          hint={t('addHint')}
          error={refusal && textOf(refusal)}
          value={typed}
          onChange={type}
          autoComplete="off"
          spellCheck="false"
        />
        <Button type="submit" icon={Plus} isDisabled={namesIn(typed).length === 0}>
          {t('addAct')}
        </Button>
      </form>
    </>
  )
}

function Fixed({ name }: { readonly name: string }) {
  const t = useWords(words)
  return (
    <span className={s.plain} title={t('fixed')}>
      <Lock size={13} role="img" aria-label={t('fixed')} /> {name}
    </span>
  )
}

interface DroppingProps {
  readonly name: string
  readonly isDropped: boolean
  readonly onPress: () => void
}

function Dropping({ name, isDropped, onPress }: DroppingProps) {
  const t = useWords(words)
  return (
    <Button
      size="s"
      look={isDropped ? 'danger' : 'plain'}
      aria-label={t(isDropped ? 'undrop' : 'drop', { name })}
      onPress={onPress}
    >
      <span className={cx(isDropped && s.out)}>{name}</span>
      {isDropped ? t('droppedMark') : <X size={14} aria-hidden />}
    </Button>
  )
}
