/** Changing which packages an image has of its own, and building it from that. */
import { Hammer, Lock, Plus, Save, Undo2, X } from 'lucide-react'
import { type RefObject, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { queries } from '@/kernel/queries'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { TextField } from '@/kit/field'
import list from '@/kit/listing.module.css'
import { toast, toastRefusal } from '@/kit/toast'
import { build, type Image } from '../images/state'
import { Name, Part } from './packages'
import s from './recipe.module.css'
import { type Change, change, isSame, namesIn, type Recipe, recipeOf } from './state'
import { words } from './words'

interface EditingProps {
  readonly image: Image
  readonly recipe: Recipe
  /** The number of the newest version, where it is made of another recipe. */
  readonly unbuilt: number | null
  readonly isBusy: boolean
  readonly onBuilt: () => void
}

export function Editing({ image, recipe, unbuilt, isBusy, onBuilt }: EditingProps) {
  const t = useWords(words)
  const [base, rebase] = useState(recipe)
  const [wished, wish] = useState<Change>(recipe)
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const isChanged = !isSame(wished, base)
  const isReleased = wished.added.length + wished.dropped.length === 0
  function beginFrom(read: Recipe) {
    rebase(read)
    wish(read)
  }
  // Somebody else's change is shown, unless one is at work on one's own.
  if (!isChanged && recipe.digest !== base.digest) beginFrom(recipe)
  async function save() {
    setPending(true)
    try {
      beginFrom(await change(image, wished, base.digest))
      toast(t('saved', { name: image.title }))
      field.current?.focus() // there is nothing more to save
    } catch (error) {
      const said = asRefusal(error)
      if (said.code.startsWith('image_package')) setRefusal(said)
      else toastRefusal(error)
      if (said.code === 'image_recipe_changed') beginFrom(await queries.fetchQuery(recipeOf(image)))
    } finally {
      setPending(false)
    }
  }
  function rewish(next: Change) {
    setRefusal(null)
    wish(next)
  }
  const below = recipe.parts.slice(0, -1)
  return (
    <div className={list.stack}>
      <Own recipe={recipe} wished={wished} refusal={refusal} field={field} onWish={rewish} />
      <div className={s.bar}>
        <span role="status">
          {isReleased
            ? t('none')
            : t('changes', { added: wished.added.length, dropped: wished.dropped.length })}
        </span>
        {!isReleased && (
          <Button look="quiet" onPress={() => rewish({ added: [], dropped: [] })}>
            {t('reset')}
          </Button>
        )}
        {isChanged && (
          <Button icon={Undo2} onPress={() => rewish(base)}>
            {t('undo')}
          </Button>
        )}
        <Button
          look="primary"
          icon={Save}
          isDisabled={!isChanged}
          isPending={pending}
          onPress={() => void save()}
        >
          {t('save')}
        </Button>
      </div>
      {unbuilt !== null && !isChanged && (
        <BuildNow image={image} number={unbuilt} isBusy={isBusy} onBuilt={onBuilt} />
      )}
      {below.map(({ name, packages }) => (
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

interface BuildNowProps {
  readonly image: Image
  readonly number: number
  readonly isBusy: boolean
  readonly onBuilt: () => void
}

/** It goes on by itself; how far it is stands on the page behind. */
function BuildNow({ image, number, isBusy, onBuilt }: BuildNowProps) {
  const t = useWords(words)
  const [pending, setPending] = useState(false)
  async function start() {
    setPending(true)
    try {
      await build(image)
      toast(t('begun', { name: image.title }))
      onBuilt()
    } catch (error) {
      toastRefusal(error)
      setPending(false)
    }
  }
  return (
    <div className={s.bar}>
      <span>{isBusy ? t('building', { name: image.title }) : t('unbuilt', { number })}</span>
      <Button icon={Hammer} isDisabled={isBusy} isPending={pending} onPress={() => void start()}>
        {t('build')}
      </Button>
    </div>
  )
}
