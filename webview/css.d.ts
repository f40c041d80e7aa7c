/** Style sheets are imported by the modules whose markup they style; the build puts them into one file a page. */
declare module '*.css';
