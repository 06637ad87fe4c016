/** Asks before signing out takes away what is in this browser only. */
import { question } from '@/kernel/farewell'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { Dialog } from '@/kit/dialog'
import { words } from '../words'

export function Farewell() {
  const t = useWords(words)
  const asked = useStore(question)
  if (!asked) return null
  const { losses, answer } = asked
  return (
    <Dialog
      title={t('farewell.title')}
      size="s"
      isOpen
      onOpenChange={isOpen => {
        if (!isOpen) answer(false)
      }}
      footer={() => (
        <>
          <Button onPress={() => answer(false)}>{t('farewell.stay')}</Button>
          <Button look="danger" onPress={() => answer(true)}>
            {t('farewell.go')}
          </Button>
        </>
      )}
    >
      <ul>
        {losses.map(loss => (
          <li key={loss}>{loss}</li>
        ))}
      </ul>
      <p>{t('farewell.note')}</p>
    </Dialog>
  )
}
