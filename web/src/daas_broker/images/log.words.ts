import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_images_log',
  {
    packages: '{{name}}의 패키지를 받아 설치',
    files: '파일 놓기',
    caches: '글꼴·아이콘·프로그램의 캐시 만들기',
    disk: '가상 머신의 디스크 만들기',
  },
  {
    packages: 'Packages of {{name}}',
    files: 'Files',
    caches: 'Caches of fonts, icons and programs',
    disk: 'Disk of the virtual machine',
  },
)
