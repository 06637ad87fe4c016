import '@/kit/base.css'
import '@/kit/fonts/pretendard-gov.css'
import '@/kernel/preferences'
import { createRoot } from 'react-dom/client'
import { refreshSession } from '@/kernel/session'
import { App } from './app'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root')
createRoot(root).render(<App />)
void refreshSession()
