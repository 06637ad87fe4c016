/** What an administrator says to whoever sits at this desktop; it stays until it was read. */
import { MessageSquareText } from 'lucide-react'
import { api, ask } from '@/kernel/api'
import { say } from '@/kernel/i18n'
import { watch } from '@/kernel/live'
import { time } from '@/kernel/time'
import { words } from '../../operations/words'
import type { Part } from '../chrome/part'

async function markRead(message_id: string): Promise<void> {
  await ask(
    api.POST('/api/desktops/messages/{message_id}/read', { params: { path: { message_id } } }),
  )
}

export const messages: Part = {
  id: 'messages',
  order: 30,
  start({ desktop, notices, focus }) {
    async function look() {
      const params = { path: { desktop_id: desktop } }
      const found = await ask(api.GET('/api/desktops/{desktop_id}/messages', { params }))
      const t = say(words)
      for (const { id, text, sender, at } of found.messages)
        notices.show({
          id: `message:${id}`,
          text,
          note: t('saidBy', { sender: sender || t('said'), at: time(at) }),
          icon: MessageSquareText,
          tone: 'warning',
          isDismissable: false,
          action: {
            label: t('read'),
            run: () => {
              notices.dismiss(`message:${id}`)
              focus() // who typed goes on typing
              // Unread, it comes again with the next look.
              markRead(id).catch(() => undefined)
            },
          },
        })
    }
    // Who signs out meanwhile has nothing more to read.
    const again = () => void look().catch(() => undefined)
    return watch(`desktop:${desktop}`, {
      hint: event => event === 'desktop.message' && again(),
      doubt: again,
    })
  },
}
