/** The last screen: what is left to do, or the button that sends. */
import { ChevronRight, CircleAlert, CircleCheckBig, Send } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { toastRefusal } from '@/kit/toast'
import s from './capture.module.css'
import { useFilling } from './context'
import type { QuestionNode } from './engine/node'
import { useReading } from './engine/reading'
import { questionsOf, type Screen } from './sheet/screens'
import { words } from './words'

interface ReviewProps {
  readonly screens: readonly Screen[]
  readonly sendWord: string
  readonly onOpen: (screen: string, question: string) => void
  readonly onSend: () => Promise<void>
}

interface Left {
  readonly screen: Screen
  readonly node: QuestionNode
  readonly label: string
  readonly said: string
}

export function Review({ screens, sendWord, onOpen, onSend }: ReviewProps) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  useStore(sheet.placed)
  const placeless = isRead ? 0 : sheet.placeless()
  const [isBusy, setBusy] = useState(false)
  const left = useReading(() => leftOf(screens), sameLeft)
  async function send(): Promise<void> {
    setBusy(true)
    await onSend().catch(toastRefusal)
    setBusy(false)
  }
  return (
    <div className={s.screen}>
      <header className={s.title}>
        <h2 tabIndex={-1}>{t('review')}</h2>
      </header>
      {left.length === 0 ? (
        <div className={s.good}>
          <CircleCheckBig size={48} aria-hidden />
          <strong>{t('reviewGood')}</strong>
          <p>{t('reviewGoodNote')}</p>
          {placeless > 0 && <p>{t('placeless', { count: placeless })}</p>}
        </div>
      ) : (
        <>
          <div className={s.open}>
            <CircleAlert size={28} aria-hidden />
            <div>
              <strong>{t('reviewOpen', { count: left.length })}</strong>
              <p>{t('reviewOpenNote')}</p>
            </div>
          </div>
          <ul className={s.stack}>
            {left.map(({ screen, node, label, said }) => (
              <li key={node.nodeId}>
                <button
                  type="button"
                  className={s.leftFace}
                  onClick={() => onOpen(screen.id, node.nodeId)}
                >
                  <span className={s.grow}>
                    <span>{label}</span>
                    <span className={s.wrongSmall}>{said || t('requiredSaid')}</span>
                  </span>
                  <ChevronRight size={20} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {!isRead && (
        <Button
          look="primary"
          size="l"
          wide
          icon={Send}
          isPending={isBusy}
          isDisabled={left.length > 0}
          onPress={() => void send()}
        >
          {sendWord}
        </Button>
      )}
    </div>
  )
}

function leftOf(screens: readonly Screen[]): Left[] {
  return screens.flatMap(screen =>
    questionsOf(screen).flatMap(node => {
      const violation = node.nodeType === 'note' ? null : node.validationState.violation
      if (!violation || !node.currentState.relevant) return []
      const label = node.currentState.label?.asString ?? node.currentState.reference
      return [{ screen, node, label, said: violation.message?.asString ?? '' }]
    }),
  )
}

function sameLeft(before: readonly Left[], after: readonly Left[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ node, said, label }, at) => {
      const other = after[at]
      return other?.node === node && other.said === said && other.label === label
    })
  )
}
