/** Asks before signing out takes away what is in this browser, and says what stays. */
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
  const { losses, news, answer } = asked
  const loses = losses.length > 0
  return (
    <Dialog
      title={t(loses ? 'farewell.title' : 'signOut')}
      size="s"
      isOpen
      onOpenChange={isOpen => {
        if (!isOpen) answer(false)
      }}
      footer={() => (
        <>
          <Button onPress={() => answer(false)}>{t('farewell.stay')}</Button>
          <Button look={loses ? 'danger' : 'primary'} onPress={() => answer(true)}>
            {t(loses ? 'farewell.go' : 'signOut')}
          </Button>
        </>
      )}
    >
      {loses && (
        <>
          <ul>
            {losses.map(loss => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
          <p>{t('farewell.note')}</p>
        </>
      )}
      {news.map(told => (
        <p key={told}>{told}</p>
      ))}
    </Dialog>
  )
}
