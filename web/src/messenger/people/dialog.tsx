/** Choosing people in the organisation chart, in front of the page. */
import { type ReactNode, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { Problem } from '@/kit/problem'
import { words } from '../words'
import s from './dialog.module.css'
import { type Chosen, PeoplePicker } from './picker'

interface PeopleDialogProps {
  readonly title: string
  readonly note?: string
  /** Above the picker: another way to the same end. */
  readonly head?: ReactNode
  readonly without: readonly string[]
  readonly actLabel: (count: number) => string
  readonly onAct: (people: readonly string[]) => Promise<void>
  readonly onClose: () => void
  /** Between the picker and the buttons: what else there is to say. */
  readonly more?: (chosen: Chosen) => ReactNode
}

export function PeopleDialog(props: PeopleDialogProps) {
  const { title, note, head, without, actLabel, onAct, onClose, more } = props
  const t = useWords(words)
  const [chosen, choose] = useState<Chosen>(new Map())
  const [isActing, acting] = useState(false)
  const [refusal, refused] = useState<Refusal | null>(null)
  async function act() {
    acting(true)
    try {
      await onAct([...chosen.keys()])
    } catch (error) {
      refused(asRefusal(error))
    } finally {
      acting(false)
    }
  }
  return (
    <Dialog
      title={title}
      size="l"
      isOpen
      isDismissable={chosen.size === 0}
      onOpenChange={open => !open && onClose()}
      footer={() => (
        <>
          <Button onPress={onClose}>{t('room.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={chosen.size === 0}
            isPending={isActing}
            onPress={() => void act()}
          >
            {actLabel(chosen.size)}
          </Button>
        </>
      )}
    >
      <div className={s.inside}>
        {note && <p className={s.note}>{note}</p>}
        {head}
        <PeoplePicker chosen={chosen} onChange={choose} without={without} />
        {more?.(chosen)}
        {refusal && <Problem error={refusal} onRetry={() => void act()} />}
      </div>
    </Dialog>
  )
}
