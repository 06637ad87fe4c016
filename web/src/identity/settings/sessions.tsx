import { useQueryClient } from '@tanstack/react-query'
import { useWords } from '@/kernel/i18n'
import { ago } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Row, Rows } from '@/kit/list'
import { toast, toastRefusal } from '@/kit/toast'
import { words } from '../words'
import { endSession } from './actions'
import { agentName, SESSIONS, useSessions } from './state'

export function Sessions() {
  const t = useWords(words)
  const client = useQueryClient()
  const sessions = useSessions()
  async function end(id: string) {
    try {
      await endSession(id)
      toast(t('settings.ended'))
    } catch (error) {
      toastRefusal(error)
    }
    await client.invalidateQueries({ queryKey: SESSIONS })
  }
  return (
    <Rows>
      {sessions.map(({ id, agent, address, method, zone, seen_at, is_current }) => (
        <Row
          key={id}
          title={agentName(agent)}
          note={[
            t(`settings.zone.${zone}`),
            t(`settings.method.${method}`),
            address,
            t('settings.seen', { at: ago(seen_at) }),
          ].join(' · ')}
          end={
            is_current ? (
              <Badge tone="success">{t('settings.current')}</Badge>
            ) : (
              <Button
                size="s"
                aria-label={t('settings.endNamed', { agent: agentName(agent) })}
                onPress={() => void end(id)}
              >
                {t('settings.end')}
              </Button>
            )
          }
        />
      ))}
    </Rows>
  )
}
