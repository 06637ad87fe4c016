/** What was wished is looked at once more, saved, and built. */
import { Hammer, Save, Undo2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { focusIfLost } from '@/kit/focus'
import { toast, toastRefusal } from '@/kit/toast'
import { build, type Image } from '../images/state'
import { Differences } from './differences'
import { preview } from './files'
import s from './recipe.module.css'
import { changeOf, type Difference, difference, isSame, isSameFiles, RELEASED } from './state'
import type { Wish } from './wish'
import { words } from './words'

interface SavingProps {
  readonly image: Image
  readonly wish: Wish
  /** The number of the newest version, where it is made of another recipe. */
  readonly unbuilt: number | null
  readonly isBusy: boolean
  readonly onBuilt: () => void
}

export function Saving({ image, wish, unbuilt, isBusy, onBuilt }: SavingProps) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const [isLooking, look] = useState(false)
  const said = useRef<HTMLParagraphElement>(null)
  const { base, wished, isChanged, refusal, theirs, pending, rewish } = wish
  const isReleased = isSame(wished, RELEASED)
  const isFilesChanged = !isSameFiles(wished, changeOf(base))
  async function save() {
    const isSaved = await wish.save()
    look(false)
    if (!isSaved) return
    said.current?.focus() // there is nothing more to save
    focusIfLost(() => said.current) // and the dialog before it goes
  }
  const counts = {
    added: wished.added.length,
    dropped: wished.dropped.length,
    files: wished.files.length,
  }
  return (
    <div className={s.foot}>
      {refusal && !refusal.code.startsWith('image_package') && (
        <p className={s.refusal} role="alert">
          {textOf(refusal)}
        </p>
      )}
      {theirs && <Theirs of={theirs} />}
      <div className={s.bar}>
        <p ref={said} tabIndex={-1} role="status">
          {isReleased ? t('none') : t('changes', counts)}
          {isChanged && <strong> · {t('unsaved')}</strong>}
        </p>
        {!isReleased && (
          <Button
            look="quiet"
            onPress={() => {
              rewish(RELEASED)
              said.current?.focus() // the button is gone
            }}
          >
            {t('reset')}
          </Button>
        )}
        {isChanged && (
          <Button
            icon={Undo2}
            onPress={() => {
              rewish(changeOf(base))
              said.current?.focus() // the button is gone
            }}
          >
            {t('undo')}
          </Button>
        )}
        <Button
          look="primary"
          icon={Save}
          isDisabled={!isChanged}
          isPending={pending && !isLooking}
          onPress={() => (isFilesChanged ? look(true) : void save())}
        >
          {t('save')}
        </Button>
      </div>
      {unbuilt !== null && !isChanged && (
        <BuildNow image={image} number={unbuilt} isBusy={isBusy} onBuilt={onBuilt} />
      )}
      <Dialog
        title={t('before', { name: image.title })}
        size="l"
        isOpen={isLooking}
        onOpenChange={look}
        footer={close => (
          <>
            <Button onPress={close}>{t('goOn')}</Button>
            <Button look="primary" icon={Save} isPending={pending} onPress={() => void save()}>
              {t('saveThis')}
            </Button>
          </>
        )}
      >
        <Differences of={difference(base, preview(base, wished))} since={t('savedOne')} />
      </Dialog>
    </div>
  )
}

/** One line, for the whole of it is beneath and in what is looked at before it is saved. */
function Theirs({ of }: { readonly of: Difference }) {
  const t = useWords(words)
  const parts = [
    of.added.length > 0 && t('theirAdded', { names: of.added.join(', ') }),
    of.dropped.length > 0 && t('theirDropped', { names: of.dropped.join(', ') }),
    of.files.length > 0 && t('theirFiles', { names: of.files.map(({ path }) => path).join(', ') }),
  ]
  return <p className={s.theirs}>{parts.filter(Boolean).join(' · ') || t('theirNothing')}</p>
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
