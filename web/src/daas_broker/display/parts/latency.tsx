/** How long a word takes to the gateway and back. */
import { Gauge } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { words } from '../../words'
import type { Part } from '../chrome/part'

export const latency: Part = {
  id: 'latency',
  order: 10,
  useFace({ stream }) {
    const t = useWords(words)
    const ms = useStore(stream.latency)
    if (ms === null) return null
    const said = t('latency', { ms })
    return { icon: Gauge, label: said, text: said, onPress: () => undefined }
  },
}
