/** Removing a pool; what it does to people is said first. */
import { Trash2 } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { toast, toastRefusal } from '@/kit/toast'
import { LIST, type Pool, removePool, used } from './state'
import { words } from './words'

export function RemovePool({ pool }: { readonly pool: Pool }) {
  const t = useWords(words)
  const go = useNavigate()
  const count = used(pool)
  async function act(close: () => void) {
    try {
      await removePool(pool.id)
      close()
      toast(t('removed', { name: pool.name }))
      void go(LIST)
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <DialogButton
      size="s"
      title={t('remove')}
      trigger={
        <Button look="danger" icon={Trash2}>
          {t('remove')}
        </Button>
      }
      footer={close => (
        <AskFoot leave={close} look="danger" onPress={() => void act(close)}>
          {t('remove')}
        </AskFoot>
      )}
    >
      <p>{count > 0 ? t('removeAskUsed', { count }) : t('removeAsk')}</p>
    </DialogButton>
  )
}
